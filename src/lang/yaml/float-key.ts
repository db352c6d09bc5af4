/** A float as the key of a map: its shortest text in 32 bits, as Go's `%g` writes it, because kubectl does so. */
export function float32Key(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  const near = Math.fround(value);
  if (!Number.isFinite(near)) return near > 0 ? '.inf' : '-.inf';
  if (near === 0) return Object.is(near, -0) ? '-0' : '0';
  for (let digits = 1; digits <= 9; digits++) {
    const text = near.toExponential(digits - 1);
    if (Math.fround(Number(text)) === near) return written(text);
  }
  return String(near);
}

/** `1.5e+00` to `1.5`; exponents below -4 and from 6 on stay, with two digits at least. */
function written(text: string): string {
  const [mantissa = '', power = '0'] = text.split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6) return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const numerals = mantissa.replaceAll(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${numerals}`;
  const whole = numerals.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = numerals.slice(exponent + 1);
  return sign + whole + (fraction === '' ? '' : `.${fraction}`);
}
