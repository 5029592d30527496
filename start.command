#!/bin/sh
# Double-click this file to start the kit on a Mac. It looks for Python and hands over to start.py.
cd "$(dirname "$0")" || exit 1

for python in python3.14 python3.13 python3.12 python3.11 python3; do
    place=$(command -v "$python") || continue
    # Without Apple's developer tools, the Mac's own python3 is an empty shell that offers to download them.
    if [ "$place" = /usr/bin/python3 ] && [ "$(uname)" = Darwin ] && ! xcode-select -p >/dev/null 2>&1; then
        continue
    fi
    exec "$place" start.py "$@"
done

echo "This computer has no Python yet. Get Python 3.12 or newer from python.org, install it,"
echo "then double-click start.command again."
exit 1
