"""What only a browser knows: the time zone of the device."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_new_plan_starts_with_the_zone_of_the_device_and_a_saved_one_stays(new_context, site):
    page = new_context(timezone_id="Asia/Tokyo").new_page()
    page.goto(f"{site}/plan/")
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value("Asia/Tokyo")
    zone.select_option("")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_text("Your plan is saved.")).to_be_visible()
    expect(zone).to_have_value("")


def test_without_javascript_the_zone_is_chosen_by_hand(new_context, site):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/plan/")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")


def test_a_zone_is_found_by_another_of_its_names(new_context, site):
    page = new_context(timezone_id="Asia/Calcutta").new_page()
    page.goto(f"{site}/plan/")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Kolkata")
