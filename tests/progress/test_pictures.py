"""Marks stand where their numbers say."""

from datetime import date, timedelta

import pytest

from progress import pictures
from progress.pictures import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Value

DAY = date(2026, 10, 3)


def line(*values, **more):
    days = (DAY + timedelta(days=10 * n) for n in range(len(values)))
    return pictures.line([Value(d, v) for d, v in zip(days, values, strict=True)], **more)


def test_nothing_gives_no_picture():
    assert pictures.line([], level=720) is None


def test_a_line_keeps_to_its_box_and_its_scale_reaches_past_all_marks():
    drawn = line(610, 655, 640, 702, 735, level=720)
    assert drawn.ticks == [(600, HEIGHT - BOTTOM), (800, TOP)]
    assert all(LEFT <= dot.x <= WIDTH - RIGHT for dot in drawn.dots)
    assert drawn.level_y == pytest.approx(HEIGHT - BOTTOM - 0.6 * (HEIGHT - BOTTOM - TOP), abs=0.1)


def test_higher_values_stand_higher_and_later_ones_further_right():
    first, second = line(500, 900, level=720).dots
    assert first.x < second.x
    assert first.y > second.y


def test_the_band_goes_around_the_ranges():
    values = [Value(DAY, 700, 650, 750), Value(DAY + timedelta(days=7), 720, 690, 760)]
    corners = pictures.line(values, level=720).band.split()
    assert len(corners) == 4
    assert corners[0].split(",")[0] == corners[-1].split(",")[0]  # a polygon: there and back


def test_one_value_stands_in_the_middle():
    drawn = line(700, level=720)
    assert drawn.dots[0].x == pytest.approx((LEFT + WIDTH - RIGHT) / 2, abs=1)


def test_values_of_one_day_stand_beside_each_other():
    drawn = pictures.line([Value(DAY, 600), Value(DAY, 700)], level=720)
    assert drawn.dots[0].x < drawn.dots[1].x


def test_bars_are_as_high_as_their_counts():
    drawn = pictures.bars([("Mon", 4), ("Tue", 2), ("Wed", 0)], marked=[1])
    assert [bar.height for bar in drawn.bars] == pytest.approx(
        [HEIGHT - BOTTOM - TOP, (HEIGHT - BOTTOM - TOP) / 2, 0]
    )
    assert [bar.is_marked for bar in drawn.bars] == [False, True, False]
    assert (drawn.total, drawn.most) == (6, 4)
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH - RIGHT for bar in drawn.bars)


@pytest.mark.parametrize(("value", "percent"), [(100, 0), (1000, 100), (550, 50), (40, 0)])
def test_a_position_on_a_scale_is_in_percent(value, percent):
    assert pictures.position(value, 100, 1000) == percent
