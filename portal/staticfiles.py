"""Which static files are collected: none of the editor's sample pages, and no plugin that speaks to other hosts."""

from django.contrib.staticfiles.apps import StaticFilesConfig

UNWANTED_PLUGINS = (
    *("adobeair", "autoembed", "bbcode", "codesnippet", "codesnippetgeshi", "devtools", "docprops", "embed"),
    *("embedbase", "embedsemantic", "exportpdf", "flash", "forms", "iframe", "iframedialog", "mathjax", "preview"),
    *("scayt", "smiley", "uploadimage", "wsc"),
)


class StaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.html",
        "ckeditor/ckeditor/samples/*",
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in UNWANTED_PLUGINS),
    ]
