#!/bin/sh
# make-venv.sh PYTHON FOLDER: a virtual environment, and the command `onematter` in it.
set -eu

python=$1
folder=$2
project=$(cd "$(dirname "$0")/.." && pwd)

if ! command -v "$python" >/dev/null 2>&1; then
    echo "Python 3.11 or newer is needed, and there is no $python here." >&2
    echo "Install it (Debian, Ubuntu: sudo apt-get install -y python3 python3-venv), or name another: make PYTHON=/path/to/python run" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1). Name a newer one: make PYTHON=python3.12 run" >&2
    exit 1
fi
if ! "$python" -m venv "$folder"; then
    rm -rf "$folder"
    echo "Python cannot make virtual environments here. Debian, Ubuntu: sudo apt-get install -y python3-venv" >&2
    exit 1
fi
cat > "$folder/bin/onematter" <<COMMAND
#!/bin/sh
exec "$project/$folder/bin/python" "$project/cli.py" "\$@"
COMMAND
chmod +x "$folder/bin/onematter"
