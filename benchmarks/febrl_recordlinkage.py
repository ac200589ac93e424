"""The recordlinkage package on Febrl4: blocks, comparisons and the ECM classifier of its manual."""

from typing import Any

import duckdb
import pandas as pd
import recordlinkage


def link(left: str, right: str, out: str) -> dict[str, Any]:
    """Index by five blocks, compare seven columns, classify without training data, keep mutual best pairs."""
    frames = [duckdb.execute(f"SELECT * FROM '{path}'").df().set_index("rid") for path in (left, right)]
    indexer = recordlinkage.Index()
    for block in (["given_name"], ["surname"], ["date_of_birth"], ["soc_sec_id"], ["address_1"]):
        indexer.block(block)
    pairs = indexer.index(*frames)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "address_1"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("date_of_birth", "soc_sec_id", "postcode", "street_number"):
        compare.exact(column, column, label=column)
    features = compare.compute(pairs, *frames)
    classifier = recordlinkage.ECMClassifier(binarize=None)
    classifier.fit(features)
    judged = pd.DataFrame({"probability": classifier.prob(features)}).reset_index(names=["left_rid", "right_rid"])
    judged["strength"] = features.sum(axis=1).to_numpy()
    kept = duckdb.from_query("""
        SELECT left_rid, right_rid, probability FROM judged
        QUALIFY row_number() OVER (PARTITION BY left_rid ORDER BY probability DESC, strength DESC, right_rid) = 1
            AND row_number() OVER (PARTITION BY right_rid ORDER BY probability DESC, strength DESC, left_rid) = 1
    """)
    kept.write_parquet(out)
    return {"pairs": out}
