"""An editor's second pair of eyes: small rules that read a page and say what families may stumble over.

`run.check` asks them all. Rules know no database: `site.Site` tells them what they need of other pages.
"""
