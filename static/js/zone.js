// A new plan starts with the time zone of the device, where the form knows it.
const zone = document.querySelector("#id_time_zone");
if (zone && !zone.value) {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  if (zone.selectedIndex < 0) zone.value = "";
}
