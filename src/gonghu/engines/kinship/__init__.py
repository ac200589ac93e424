"""Who belongs to whom (亲属关系): father, mother and household of every child, from every source that names them."""

from gonghu.engines.kinship.children import find_children, kinship_statements

__all__ = ["find_children", "kinship_statements"]
