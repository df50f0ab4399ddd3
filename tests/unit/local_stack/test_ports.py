import socket

import pytest

from local_stack.ports import OTHER_PORTS, PortTaken, choose_ports, free_port, is_free


def test_every_part_has_a_port_of_its_own():
    ports = choose_ports(free_port(), last_time={})
    assert set(ports) == {"web", *OTHER_PORTS}
    assert len(set(ports.values())) == len(ports)


def test_the_ports_of_last_time_are_used_again():
    first = choose_ports(free_port(), last_time={})
    assert choose_ports(None, last_time=first) == first


def test_a_taken_web_port_is_named_together_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} is taken.*--port {port + 100}"):
            choose_ports(port, last_time={})


def test_other_ports_step_aside_when_somebody_took_them_meanwhile():
    first = choose_ports(free_port(), last_time={})
    with socket.create_server(("127.0.0.1", first["temporal"])):
        second = choose_ports(None, last_time=first)
    assert second["temporal"] != first["temporal"]
    assert {**second, "temporal": 0} == {**first, "temporal": 0}


def test_a_free_port_is_free():
    assert is_free(free_port())
