"""Three-way merge of texts, block by block. Knows no database."""

from publishing.merge.blocks import Choice, Collision, TextMerge, merge_lines, merge_rich

__all__ = ["Choice", "Collision", "TextMerge", "merge_lines", "merge_rich"]
