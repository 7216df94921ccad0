# Shared by the tests beside this file: an empty folder, and expectations that end the test. Sourced.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# Runs a command; leaves its exit code in `code`, what it said in `out` and `err`.
try() {
  code=0
  "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  out=$(<"$work/out")
  err=$(<"$work/err")
}

expect_code() { [[ $code == "$1" ]] || fail "exit code $code instead of $1; it said: $out $err"; }
expect_in() { [[ $2 == *"$1"* ]] || fail "'$1' is not in: $2"; }
expect_not_in() { [[ $2 != *"$1"* ]] || fail "'$1' is in: $2"; }
expect_same() { [[ $1 == "$2" ]] || fail "'$1' is not '$2'"; }

# Puts a command of this name before all others on the path; the body is read from standard input.
stub() {
  mkdir -p "$work/bin"
  { printf '#!/bin/bash\n' && cat; } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
  export PATH=$work/bin:$PATH
}
