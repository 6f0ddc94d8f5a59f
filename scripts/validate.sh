#!/bin/sh
# Check the HTML of every page that the running site's sitemap names, of answers, searches and lost pages, and the style
# sheets: no error and no warning.
#   URL    the site (http://127.0.0.1:8000)
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh
. scripts/npm.sh
. scripts/running-site.sh

folder=var/validate

# The checker asks no address of this machine itself, so the pages are kept as files for it.
keep_pages() {
    .venv/bin/python - "$URL" "$folder" <<'PROGRAM'
import pathlib
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

site, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def read(path):
    try:
        with urllib.request.urlopen(site + urllib.parse.quote(path, safe="/?=&+%"), timeout=10) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()


locations = re.findall(r"<loc>([^<]+)</loc>", read("/sitemap.xml").decode())
paths = {urllib.parse.urlsplit(location).path for location in locations}
# What no sitemap names: answers, searches with and without anything found, pages that are not there.
recall = next((path for path in sorted(paths) if re.match(r"/alerts/[^/]+/$", path)), "/alerts/")
numbers = [f"{recall}?number={number}" for number in ("A1234", "BW26A014", "BW26AO14", "?")]
questions = ("", "?q=child", "?q=zzzz", "?q=nueroblastoma+inhaler")
searches = [f"{way}search/{question}" for way in ("/", "/es/", "/ar/") for question in questions]
lost = ["/no-such-page/", "/es/no-such-page/", "/ar/no-such-page/", "/alerts/?product=zzzz"]
for path in sorted({"/", *paths, *numbers, *searches, *lost}):
    name = urllib.parse.quote(path, safe="").replace("%", "-")
    (folder / f"{name}.html").write_bytes(read(path))
PROGRAM
}

needs_running_site
provide_validator || fail "This needs Java and npm: sudo apt-get install default-jre-headless npm"

rm -rf "$folder"
mkdir -p "$folder"
keep_pages
for sheet in static/css/*.css static/admin_portal/*.css; do
    sed -E -f scripts/newer.sed "$sheet" >"$folder/${sheet##*/}"
done
echo "Checking $(find "$folder" -type f | wc -l) pages and style sheets"
java -jar var/tools/vnu-jar/node_modules/vnu-jar/build/dist/vnu.jar --Werror --also-check-css "$folder"
echo "All valid."
