"""Names of units, in several languages -> what they measure, and how much of its basic unit one is. A table.

Source of the factors: the SI brochure (BIPM, 9th edition); a month counts as a twelfth of a year of 365.25 days, so
that 24 months are two years. Currencies are not converted: each is a measure of its own within `money`.
"""

from functools import cache

YEAR = 365.25
MEASURES: dict[str, dict[float, str]] = {
    "duration": {
        1 / 86400: "second seconds sec secs s sekunde sekunden seconde secondes segundo segundos 秒",
        1 / 1440: "minute minutes min mins minuten minuto minutos минут минуты минута 分钟 分",
        1 / 24: "hour hours h hr hrs stunde stunden heure heures hora horas час часа часов 小时 時間",
        1: "day days tag tage tagen jour jours día días dia dias день дня дней ημέρες ημέρα 天 日間 日 يوم أيام",
        7: "week weeks woche wochen semaine semaines semana semanas неделя недели недель 周 週間",
        14: "fortnight fortnights",
        YEAR / 12: "month months monat monate monaten mois mes meses месяц месяца месяцев 个月 ヶ月 شهر أشهر",
        YEAR: "year years yr yrs jahr jahre jahren an ans année années año años год года лет χρόνια 年間 سنة سنوات",
        YEAR * 10: "decade decades jahrzehnt jahrzehnte décennie",
        YEAR * 100: "century centuries jahrhundert jahrhunderte siècle siècles",
    },
    "working time": {
        1: "working-day working-days work-day business-day business-days arbeitstag arbeitstage arbeitstagen werktage",
        5: "working-week working-weeks",
    },
    "length": {
        0.001: "millimetre millimetres millimeter millimeters mm",
        0.01: "centimetre centimetres centimeter centimeters zentimeter cm",
        1: "metre metres meter meters m mètre mètres metro metros метр метра метров μέτρα 米 متر مترا أمتار",
        1000: "kilometre kilometres kilometer kilometers km kilomètres kilómetros километров 公里",
        0.0254: "inch inches",
        0.3048: "foot feet ft",
        1609.344: "mile miles",
    },
    "area": {
        1e-4: "square-centimetre square-centimetres square-centimeters cm²",
        1e-6: "square-millimetre square-millimetres square-millimeters mm²",
        1: "square-metre square-metres square-meter square-meters m² quadratmeter",
        1e4: "hectare hectares hektar ha",
        1e6: "square-kilometre square-kilometres square-kilometers km² quadratkilometer",
    },
    "mass": {
        1e-6: "milligram milligrams mg",
        0.001: "gram grams gramme grammes g gramm",
        1: "kilogram kilograms kilo kilos kg kilogramm",
        1000: "tonne tonnes t tonnen",
        0.45359237: "pound-weight lb lbs",
    },
    "volume": {
        0.001: "millilitre millilitres milliliter milliliters ml",
        0.01: "centilitre centilitres cl",
        1: "litre litres liter liters l litros литров",
        1000: "cubic-metre cubic-metres cubic-meters m³ kubikmeter",
    },
    "degrees": {1: "degree degrees ° °c degrees-celsius degree-celsius celsius grad degrés grados градусов 度"},
    "degrees fahrenheit": {1: "°f fahrenheit degrees-fahrenheit"},
    "share": {1: "percent per-cent % prozent pour-cent por-ciento процентов процента percentage-points"},
    "pressure": {0.001: "millibar millibars mbar hectopascal hpa", 1: "bar bars"},
    "power": {1: "watt watts w", 1e3: "kilowatt kilowatts kw", 1e6: "megawatt megawatts mw"},
    "energy": {1: "watt-hour watt-hours wh", 1e3: "kilowatt-hour kilowatt-hours kwh"},
    "voltage": {1: "volt volts v"},
    "loudness": {1: "decibel decibels db"},
    "data": {
        1e3: "kilobyte kilobytes kb",
        1e6: "megabyte megabytes mb",
        1e9: "gigabyte gigabytes gb",
        1e12: "terabyte terabytes tb",
    },
    "torque": {1: "newton-metre newton-metres newton-meters nm"},
    "speed": {
        1: "metres-per-second meters-per-second m/s",
        1 / 3.6: "kilometres-per-hour kilometers-per-hour km/h kph",
    },
    "money:euro": {1: "euro euros eur € евро ευρώ 欧元", 0.01: "cent cents"},
    "money:dollar": {1: "dollar dollars usd $ 美元"},
    "money:pound": {1: "pound pounds gbp £ quid"},
    "money:franc": {1: "franc francs chf franken"},
    "money:crown": {1: "crown crowns krone kroner kronor sek nok dkk"},
    "money:ruble": {1: "ruble rubles рубль рубля рублей"},
    "money:yuan": {1: "yuan rmb 元"},
    "money:yen": {1: "yen jpy ¥ 円"},
    "money:dinar": {1: "dinar dinars دينار"},
}
LONGEST_UNIT_WORDS = 3


@cache
def unit_table() -> dict[str, tuple[str, float]]:
    """Unit as written, lower case, its words joined by hyphens -> (measure, how much of the basic unit it is)."""
    return {
        name: (measure, float(factor))
        for measure, units in MEASURES.items()
        for factor, names in units.items()
        for name in names.split()
    }
