import type { Embed } from '../../../../core/foundations/embedding/embed';

const dimensions = 512;

/** Texts by the groups of three letters in them: alike where they are spelled alike, without a model. */
export const trigramEmbed: Embed = (texts) =>
  Promise.resolve(
    texts.map((text) => {
      const vector = new Float32Array(dimensions);
      const spelled = `  ${text.toLowerCase()}  `;
      for (let at = 0; at + 3 <= spelled.length; at++) {
        let hash = 7;
        for (let place = at; place < at + 3; place++) hash = (hash * 31 + spelled.charCodeAt(place)) % 65_521;
        vector[hash % dimensions]! += 1;
      }
      const length = Math.hypot(...vector);
      return vector.map((value) => value / length);
    }),
  );
