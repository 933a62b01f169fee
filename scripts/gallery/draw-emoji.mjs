/* eslint-env browser */
/** Runs in a page: puts a drawing in the place of each emoji in its text. @param {string} origin where drawings are */
export async function drawEmoji(origin) {
  const emoji =
    /(?:\p{Regional_Indicator}{2}|[\d#*]\u{fe0f}?\u{20e3}|\p{Extended_Pictographic}(?:\u{fe0f}|\p{EMod})?(?:\u{200d}\p{Extended_Pictographic}(?:\u{fe0f}|\p{EMod})?)*)/gu;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const loading = [];
  for (const text of texts) {
    const found = text.data.match(emoji);
    if (found === null) continue;
    const drawn = document.createDocumentFragment();
    text.data.split(emoji).forEach((part, index) => {
      drawn.append(part);
      const letter = found[index];
      if (letter === undefined) return;
      const image = picture(letter, origin);
      drawn.append(image);
      // Newer than the drawings, or a sign such as ©: the letter stays.
      loading.push(image.decode().catch(() => image.replaceWith(letter)));
    });
    text.replaceWith(drawn);
  }
  await Promise.all(loading);

  function picture(letter, from) {
    const points = Array.from(letter, (point) => point.codePointAt(0).toString(16));
    // The drawings' names leave the selector out, except where a joiner makes one emoji of several.
    const name = (points.includes("200d") ? points : points.filter((point) => point !== "fe0f")).join("-");
    const image = new Image();
    image.alt = letter;
    image.src = `${from}/${name}.svg`;
    image.style.cssText = "all: unset; display: inline-block; width: 1.2em; height: 1.2em; vertical-align: -0.22em";
    return image;
  }
}
