"""The icons of the house, drawn on a 20 by 20 grid with a 1.75 stroke. Each is the inside of an `<svg>`."""

from __future__ import annotations

ICONS: dict[str, str] = {
    "fort": '<path d="M10 1.5 12.6 6 18 5.2 15.4 10 18 14.8 12.6 14 10 18.5 7.4 14 2 14.8 4.6 10 2 5.2 7.4 6Z"/>'
    '<path d="M10 7.6 12.2 10 10 12.4 7.8 10Z"/>',
    "check": '<path d="m4 10.5 4 4 8-9"/>',
    "good": '<circle cx="10" cy="10" r="7.5"/><path d="m6.6 10.3 2.4 2.4 4.4-5"/>',
    "attention": '<path d="M10 3 18 16.5H2Z"/><path d="M10 8v4M10 14.2v.1"/>',
    "stop": '<path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9Z"/><path d="m7.4 7.4 5.2 5.2m0-5.2-5.2 5.2"/>',
    "unknown": '<circle cx="10" cy="10" r="7.5" stroke-dasharray="2.6 2.1"/>'
    '<path d="M7.9 8.1c0-2.9 4.3-2.7 4.3-.2 0 1.7-2.2 1.8-2.2 3.6M10 13.9v.1"/>',
    "info": '<circle cx="10" cy="10" r="7.5"/><path d="M10 9.2V14M10 6.2v.1"/>',
    "clock": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>',
    "pause": '<circle cx="10" cy="10" r="7.5"/><path d="M8 7v6m4-6v6"/>',
    "calendar": '<path d="M3 5h14v12H3Z"/><path d="M3 8.5h14M6.5 2.5V6m7-3.5V6"/>',
    "search": '<circle cx="8.8" cy="8.8" r="5.3"/><path d="m12.8 12.8 4.4 4.4"/>',
    "arrow-right": '<path d="M3 10h13m-5-5 5 5-5 5"/>',
    "arrow-left": '<path d="M17 10H4m5-5-5 5 5 5"/>',
    "chevron-right": '<path d="m7.5 4.5 5.5 5.5-5.5 5.5"/>',
    "chevron-left": '<path d="M12.5 4.5 7 10l5.5 5.5"/>',
    "chevron-down": '<path d="m4.5 7.5 5.5 5.5 5.5-5.5"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "close": '<path d="m5 5 10 10M15 5 5 15"/>',
    "download": '<path d="M10 3v10m-4-4 4 4 4-4M3.5 17h13"/>',
    "upload": '<path d="M10 13V3M6 7l4-4 4 4M3.5 17h13"/>',
    "document": '<path d="M4.5 2.5h7l4 4v11h-11Z"/><path d="M11.5 2.5v4h4M7.5 10.5h5m-5 3h5"/>',
    "person": '<circle cx="10" cy="6.5" r="3.5"/><path d="M3.5 17.5c.6-4 3-6 6.5-6s5.9 2 6.5 6"/>',
    "people": '<circle cx="7.5" cy="7" r="3"/><path d="M2 17c.5-3.6 2.5-5.2 5.5-5.2s5 1.6 5.5 5.2"/>'
    '<path d="M12.5 4.3a3 3 0 0 1 0 5.4M15 12.5c1.7.8 2.7 2.3 3 4.5"/>',
    "organisation": '<path d="M3 17.5v-11l7-4 7 4v11Z"/><path d="M7 9h1m4 0h1M7 12.5h1m4 0h1M8.5 17.5v-2.5h3v2.5"/>',
    "scales": '<path d="M10 3v14M6 17h8M3.5 6h13"/><path d="M5 6 2.5 12h5ZM15 6l-2.5 6h5Z"/>',
    "euro": '<path d="M15.5 5.2A6 6 0 1 0 15.5 14.8M2.5 8.5h8M2.5 11.5h8"/>',
    "register": '<ellipse cx="10" cy="5" rx="6.5" ry="2.5"/><path d="M3.5 5v10c0 3.3 13 3.3 13 0V5"/>'
    '<path d="M3.5 10c0 3.3 13 3.3 13 0"/>',
    "edit": '<path d="M3 17l1-4L13.5 3.5l3 3L7 16Z"/><path d="m11.5 5.5 3 3"/>',
    "lock": '<path d="M4 9h12v8.5H4Z"/><path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9"/>',
    "sun": '<circle cx="10" cy="10" r="3.5"/><path d="M10 1.5v2m0 13v2M1.5 10h2m13 0h2'
    'M4 4l1.4 1.4m9.2 9.2L16 16M16 4l-1.4 1.4M5.4 14.6 4 16"/>',
    "moon": '<path d="M16.5 12.3A7 7 0 0 1 7.7 3.5a7 7 0 1 0 8.8 8.8Z"/>',
    "system": '<path d="M2.5 3.5h15v10h-15Z"/><path d="M7 17h6m-3-3.5V17"/>',
    "external": '<path d="M8 4H3.5v12.5H16V12M11.5 3h5.5v5.5M17 3l-8 8"/>',
    "keyboard": '<path d="M1.5 5h17v10h-17Z"/><path d="M5 8.3v.1M8.3 8.3v.1m3.3-.1v.1m3.3-.1v.1M6 12h8"/>',
    "filter": '<path d="M2.5 4h15l-6 7v5.5l-3-1.5v-4Z"/>',
    "flag": '<path d="M4.5 18V3h11l-2.5 4 2.5 4h-11"/>',
    "print": '<path d="M6 7V2.5h8V7M6 14H2.5V7h15v7H14"/><path d="M6 11.5h8v6H6Z"/>',
    "help": '<circle cx="10" cy="10" r="7.5"/><path d="M7.9 8.1c0-2.9 4.3-2.7 4.3-.2 0 1.7-2.2 1.8-2.2 3.6M10 13.9v.1"/>',
}
