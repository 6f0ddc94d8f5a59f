# What the CSS checker does not know yet, in older words, so that it reads all that stands inside and beside it:
# container queries (css-contain-3), anchored popovers (css-anchor-position-1), fields that grow (css-ui-4)
# and marked ranges (css-highlight-api-1). Whatever else it finds stands.
s/@container [a-z]+ /@media /
s/ container: [a-z]+ \/ inline-size;//
s/@supports \(position-area: block-end\) and \(position-try: flip-block\)/@supports (display: grid)/
s/position-area: [a-z -]+; position-try: [a-z, -]+;//
s/ field-sizing: content;//
s/^::highlight\(([a-z-]+)\)/.\1/
