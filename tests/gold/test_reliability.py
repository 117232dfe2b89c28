"""The reliability table counts as it says, on invented judgements."""

import pytest
from reliability import bins, calibration_error, isotonic, mapped, table

JUDGED = [(0.3, False), (0.55, True), (0.55, False), (0.8, True), (0.9, True)]


def test_a_bin_holds_its_lower_edge_and_empty_bins_are_left_out() -> None:
    found = bins([*JUDGED, (0.8, False)])
    assert [(name, n, share) for name, n, _, share in found] == [
        ("0.0-0.4", 1, 0.0),
        ("0.5-0.6", 2, 0.5),
        ("0.8-0.9", 2, 0.5),
        ("0.9-1.0", 1, 1.0),
    ]


def test_the_calibration_error_weighs_the_bins_by_their_events() -> None:
    assert calibration_error(JUDGED) == pytest.approx((0.3 + 2 * 0.05 + 0.2 + 0.1) / 5)
    assert calibration_error([]) == 0.0


def test_the_isotonic_steps_never_fall_and_pool_what_would() -> None:
    steps = isotonic([(0.2, False), (0.4, True), (0.5, False), (0.7, True), (0.7, True)])
    assert steps == [(0.2, 0.0), (0.4, 0.5), (0.7, 1.0)]


def test_mapped_events_take_the_step_at_or_below_their_confidence() -> None:
    assert mapped([(0.4, 0.6), (0.7, 0.9)], [(0.1, True), (0.4, True), (0.69, False), (0.7, True)]) == [
        (0.6, True),
        (0.6, True),
        (0.6, False),
        (0.9, True),
    ]


def test_the_table_names_the_set_and_its_error() -> None:
    assert table("ferries", JUDGED).startswith("ferries: 5 events, calibration error 0.140\n")
