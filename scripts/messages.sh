#!/bin/sh
# Collect the words that families read into locale/*/LC_MESSAGES/django.po, and compile what is translated.
# Staff read English: the words of the admin alone are left out.
set -eu
cd "$(dirname "$0")/.."
. scripts/debian.sh

command -v msgfmt >/dev/null || install_debian gettext || {
    echo "This needs gettext: sudo apt-get install gettext" >&2
    exit 1
}
ENV_FILE=/dev/null
SECRET_KEY="a key for collecting words alone, which signs nothing"
DATABASE_URL="sqlite://:memory:"
export ENV_FILE SECRET_KEY DATABASE_URL

# What families read of the Python code; of the templates it is all but those of the admin.
shown="alerts/choosing.py alerts/banner.py alerts/templatetags/alerts.py alerts/models/choices.py alerts/models/update.py conditions/kinds.py conditions/listing.py
conditions/page.py conditions/views.py conditions/ways.py publishing/anchors.py portal/views.py
portal/context.py portal/searching/pages.py"
ignored=
for file in $(git ls-files --cached --others --exclude-standard '*.py' 'templates/admin/*' 'benchmarks/*'); do
    case " $(echo $shown) " in
        *" $file "*) ;;
        *) ignored="$ignored --ignore $file" ;;
    esac
done
# shellcheck disable=SC2086 # One word each.
.venv/bin/python manage.py makemessages --locale es --locale ar --no-obsolete --add-location file --no-wrap \
    --ignore .venv --ignore var --ignore static $ignored
for language in es ar; do
    folder=locale/$language/LC_MESSAGES
    msgfmt --check --output-file="$folder/django.mo" "$folder/django.po"
done
