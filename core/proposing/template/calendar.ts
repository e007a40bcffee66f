import { ArithmeticError } from './rational';

/** Days and times of day without a clock or a time zone: the Gregorian calendar, dates as 2025-03-01, times as 14:35. */

const millisecondsADay = 86_400_000;
const minutesADay = 1_440;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore

export function addDays(date: string, days: number): string {
  return dateText(dayNumber(date) + days);
}

/** Days from the first to the second; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** "Monday". */
export function weekday(date: string): string {
  return weekdays[new Date(dayNumber(date) * millisecondsADay).getUTCDay()] ?? '';
}

/** "1 March 2025". */
export function longDate(date: string): string {
  const day = new Date(dayNumber(date) * millisecondsADay);
  return `${day.getUTCDate()} ${months[day.getUTCMonth()] ?? ''} ${day.getUTCFullYear()}`;
}

/** Time of day so many minutes later; past midnight it begins again. */
export function addMinutes(time: string, minutes: number): string {
  const later = (((minuteOfDay(time) + minutes) % minutesADay) + minutesADay) % minutesADay;
  return `${String(Math.floor(later / 60)).padStart(2, '0')}:${String(later % 60).padStart(2, '0')}`;
}

/** Minutes from the first to the second time, the latter on the next day where it is earlier. */
export function minutesBetween(from: string, to: string): number {
  return (minuteOfDay(to) - minuteOfDay(from) + minutesADay) % minutesADay;
}

function dayNumber(date: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC turns 31 April into 1 May.
  if (year === undefined || Number.isNaN(time) || dateText(time / millisecondsADay) !== date)
    throw new ArithmeticError(`"${date}" is not a date such as 2025-03-01`);
  return time / millisecondsADay;
}

function dateText(day: number): string {
  const date = new Date(day * millisecondsADay);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999)
    throw new ArithmeticError('a date is outside the years 0 to 9999');
  return date.toISOString().slice(0, 10);
}

function minuteOfDay(time: string): number {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59)
    throw new ArithmeticError(`"${time}" is not a time such as 14:35`);
  return Number(hour) * 60 + Number(minute);
}
