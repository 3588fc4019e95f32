"""The look: one small design system on Tabler, from which every page is made."""
