import { describe, expect, it } from "vitest";
import { judgeCertificate } from "./certificate.js";

const now = new Date("2026-11-22T10:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

describe("judging a certificate", () => {
  it("is content with one that lasts and that browsers take", () => {
    expect(judgeCertificate("TLS", { validTo: inDays(60), refusal: null }, now)).toEqual({
      check: "TLS",
      ok: true,
      detail: "the certificate is good for 60 days",
      mend: null,
    });
  });

  it("warns two weeks before the end, because renewal must have failed by then", () => {
    expect(judgeCertificate("TLS", { validTo: inDays(14.1), refusal: null }, now).ok).toBe(true);
    const { ok, detail } = judgeCertificate("TLS", { validTo: inDays(13.9), refusal: null }, now);
    expect(ok).toBe(false);
    expect(detail).toBe("the certificate ends in 14 days");
  });

  it("tells why a browser refuses one", () => {
    const { ok, detail } = judgeCertificate("TLS", { validTo: inDays(60), refusal: "CERT_HAS_EXPIRED" }, now);
    expect(ok).toBe(false);
    expect(detail).toContain("CERT_HAS_EXPIRED");
  });

  it("knows when there is no TLS at all", () => {
    expect(judgeCertificate("TLS", undefined, now).detail).toBe("nothing answers in TLS there");
  });
});
