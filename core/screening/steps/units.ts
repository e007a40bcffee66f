/** A unit of measurement: how much of the base unit it is, and of what. */
export interface Unit {
  readonly factor: number;
  /** Powers of length, mass, time and money. */
  readonly of: Readonly<Record<string, number>>;
  /** Units of one system are multiples of each other; between systems conversions are rounded. */
  readonly system: string;
}

type Row = readonly [names: string, factor: number, of: string, power?: number, system?: string];

/** Only units of which nobody doubts the size: no tons, ounces, months or cups. */
const rows: readonly Row[] = [
  ['mm millimeter millimeters millimetre millimetres Millimeter', 0.001, 'length'],
  ['cm centimeter centimeters centimetre centimetres Zentimeter', 0.01, 'length'],
  ['dm decimeter decimeters decimetre decimetres Dezimeter', 0.1, 'length'],
  ['m meter meters metre metres Meter mètre mètres metro metros', 1, 'length'],
  ['km kilometer kilometers kilometre kilometres Kilometer kilomètre kilomètres kilómetros', 1000, 'length'],
  ['inch inches', 0.0254, 'length', 1, 'imperial'],
  ['ft foot feet', 0.3048, 'length', 1, 'imperial'],
  ['yd yds yard yards', 0.9144, 'length', 1, 'imperial'],
  ['mi mile miles', 1609.344, 'length', 1, 'imperial'],
  ['mg milligram milligrams Milligramm', 1e-6, 'mass'],
  ['g gram grams gramme grammes Gramm gramos', 0.001, 'mass'],
  ['kg kilogram kilograms kilo kilos Kilogramm kilogramos', 1, 'mass'],
  ['lb lbs pound pounds', 0.45359237, 'mass', 1, 'imperial'],
  ['ms millisecond milliseconds', 0.001, 'time'],
  ['s sec secs second seconds Sekunde Sekunden seconde secondes segundos', 1, 'time'],
  ['min mins minute minutes Minute Minuten minutos', 60, 'time'],
  ['h hr hrs hour hours Stunde Stunden heure heures hora horas', 3600, 'time'],
  ['day days Tag Tage jour jours día días', 86400, 'time'],
  ['week weeks Woche Wochen semaine semaines semana semanas', 604800, 'time'],
  ['ml mL milliliter milliliters millilitre millilitres Milliliter', 1e-6, 'length', 3],
  ['cl cL centiliter centiliters centilitre centilitres', 1e-5, 'length', 3],
  ['dl dL', 1e-4, 'length', 3],
  ['l L liter liters litre litres Liter litro litros', 0.001, 'length', 3],
  ['mph', 0.44704, 'speed', 1, 'imperial'],
  ['kph', 1 / 3.6, 'speed'],
  ['$ dollar dollars USD € euro euros Euro EUR', 1, 'money'],
  ['cent cents ¢ Cent', 0.01, 'money'],
  ['dozen dozens', 12, 'count'],
];

const known: ReadonlyMap<string, Unit> = new Map(
  rows.flatMap(([names, factor, of, power = 1, system = 'metric']) =>
    names.split(' ').map((name): [string, Unit] => [
      name,
      {
        factor,
        of: of === 'speed' ? { length: 1, time: -1 } : of === 'count' ? {} : { [of]: power },
        system: of === 'time' || of === 'money' || of === 'count' ? '' : system,
      },
    ]),
  ),
);

/** The unit that a label names: "km/h", "cm^2", "miles per hour", "square metres"; undefined where it names none. */
export function unitOf(label: string): Unit | undefined {
  const words = label
    .replace(/\bper\b/g, '/')
    .replace(/\^\(?(-?\d)\)?/g, '^$1')
    .replace(/\b(?:square|sq\.?) (\S+)/g, '$1^2')
    .replace(/\bcubic (\S+)/g, '$1^3')
    .replace(/\s*\/\s*/g, '/')
    .trim();
  const [first, ...others] = words.split('/');
  if (first === undefined || others.length > 1) return undefined;
  const top = first === '' ? one : power(first);
  if (others.length === 0 || !top) return top;
  const bottom = power(others[0]!);
  return bottom && times(top, bottom, -1);
}

/** Of nothing: what a plain number counts. */
export const one: Unit = { factor: 1, of: {}, system: '' };

function power(text: string): Unit | undefined {
  const match = /^([^\s^]+?)\.?(?:\^(-?\d))?$/.exec(text.trim());
  const unit =
    match?.[1] === undefined ? undefined : (known.get(match[1]) ?? known.get(match[1].toLowerCase()));
  if (!unit) return undefined;
  return times(one, unit, Number(match?.[2] ?? 1));
}

/** The product of one unit with a power of another. */
export function times(left: Unit, right: Unit, exponent: number): Unit {
  const of: Record<string, number> = { ...left.of };
  for (const [what, count] of Object.entries(right.of)) of[what] = (of[what] ?? 0) + count * exponent;
  return {
    factor: left.factor * right.factor ** exponent,
    of: Object.fromEntries(Object.entries(of).filter(([, count]) => count !== 0)),
    system:
      left.system === right.system || right.system === ''
        ? left.system
        : left.system === ''
          ? right.system
          : 'mixed',
  };
}

export function measuresSame(left: Unit, right: Unit): boolean {
  const names = new Set([...Object.keys(left.of), ...Object.keys(right.of)]);
  return [...names].every((name) => (left.of[name] ?? 0) === (right.of[name] ?? 0));
}

export function measures(unit: Unit): boolean {
  return Object.keys(unit.of).length > 0;
}
