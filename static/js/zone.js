// A new plan starts with the time zone of the device, by whichever of its names the form knows it.
const zone = document.querySelector("#id_time_zone");
const device = Intl.DateTimeFormat().resolvedOptions().timeZone;

function isOfDevice(name) {
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone === device;
  } catch {
    return false; // a name that is too new for this browser
  }
}

if (zone && device && !zone.value) {
  const names = [...zone.options].map((option) => option.value).filter(Boolean);
  zone.value = names.includes(device) ? device : names.find(isOfDevice) ?? "";
}
