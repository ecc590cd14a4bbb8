// Script of a result: days are those of the visitor's own time zone; without it they are those of UTC.
"use strict";
const written = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
for (const time of document.querySelectorAll("time[datetime]")) {
  const style = time.dataset.clock === undefined ? { dateStyle: "long" } : { dateStyle: "long", timeStyle: "short" };
  time.textContent = new Date(time.dateTime).toLocaleString(written, style);
}
const zone = document.querySelector("input[name=time_zone]");
if (zone) {
  const format = new Intl.DateTimeFormat(written, { timeZoneName: "longGeneric" });
  zone.value = format.resolvedOptions().timeZone;
  for (const name of document.querySelectorAll("[data-time-zone]")) {
    name.textContent = format.formatToParts().find((part) => part.type === "timeZoneName").value;
  }
  const day = zone.form.querySelector("input[type=date]");
  if (day && zone.dataset.ends) {
    const last = new Date(zone.dataset.ends);
    const parts = [last.getFullYear(), last.getMonth() + 1, last.getDate()];
    day.value = parts.map((part) => String(part).padStart(2, "0")).join("-");
  }
}
