# shellcheck shell=sh
# Sourced by other scripts: programs from npm, each in a folder of its own, as the project itself needs nothing from there.

# npm_tool NAME VERSION
npm_tool() {
    [ "$(cat "var/tools/$1/version" 2>/dev/null)" = "$2" ] && return
    echo "Installing $1 $2 with npm into var/tools/$1"
    mkdir -p "var/tools/$1"
    npm install --prefix "var/tools/$1" --no-save --no-audit --no-fund --loglevel=error "$1@$2" || return 1
    echo "$2" >"var/tools/$1/version"
}

# Put the Nu Html Checker, which knows CSS too, at var/tools/vnu-jar; it runs on Java.
provide_validator() {
    command -v java >/dev/null || install_debian default-jre-headless || return 1
    command -v npm >/dev/null || install_debian npm || return 1
    npm_tool vnu-jar 26.9.27
}
