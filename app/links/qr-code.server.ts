import QRCode from 'qrcode';

/** About 16 % of the code may be damaged or covered, and the quiet zone is the four modules that readers expect. */
const PRINTED = { errorCorrectionLevel: 'M', margin: 4 } as const;
/** Pixels: sharp on 8 cm of paper at 300 dpi. */
const PNG_WIDTH = 1024;

/** The QR code of an address: a vector image, and a picture as a data URL. */
export async function qrCodeOf(address: string): Promise<{ svg: string; pngUrl: string }> {
  const [svg, pngUrl] = await Promise.all([
    QRCode.toString(address, { ...PRINTED, type: 'svg' }),
    QRCode.toDataURL(address, { ...PRINTED, type: 'image/png', width: PNG_WIDTH }),
  ]);
  return { svg, pngUrl };
}
