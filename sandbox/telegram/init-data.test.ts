import { createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSigningKey, hashInitData, signInitData } from "./init-data.js";

function split(vector: string) {
  const { hash, ...fields } = Object.fromEntries(new URLSearchParams(vector));
  return { hash, fields };
}

describe("signing initData", () => {
  it("hashes Telegram's published sample as Telegram did", () => {
    const { hash, fields } = split(
      "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2",
    );
    expect(hashInitData(fields, "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8")).toBe(hash);
  });

  it("takes the signature into the hash, as strings of today do", () => {
    const { hash, fields } = split(
      "user=%7B%22id%22%3A424242%2C%22first_name%22%3A%22Zo%C3%AB%20%2B%20%F0%9F%8F%81%22%2C%22last_name%22%3A%22%5C%2F%5C%5C%26%3D%22%2C%22username%22%3A%22zoe%22%2C%22language_code%22%3A%22pt-br%22%2C%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2Fx.svg%22%7D&chat_instance=-3788475317572404878&chat_type=supergroup&start_param=race_42&auth_date=1790000000&signature=yxMh829_z9A0yNSZzpJGbnq6gMVghI6XJOO0Eas1U2x7IZSyQx6hDOUb8koyVtR23l_p2YrJa7nnK3gIC5FQAQ&hash=59d6be7af87e65c208a70d425638536bdc1bd95a525b2e8b25049bdde408a39f",
    );
    const token = "7000000001:AAF-test_token_for_vectors_only_000000000";
    expect(hashInitData(fields, token)).toBe(hash);
    const { signature: _, ...without } = fields;
    expect(hashInitData(without, token)).not.toBe(hash);
  });

  it("signs for third parties with Ed25519 over the fields without hash and signature", () => {
    const key = createSigningKey();
    const signed = signInitData({ user: '{"id":1}', auth_date: "1790000000" }, "42:token", key);
    const { fields } = split(signed);
    const message = Buffer.from('42:WebAppData\nauth_date=1790000000\nuser={"id":1}');
    const signature = Buffer.from(fields["signature"] ?? "", "base64url");
    expect(verify(null, message, createPublicKey(key), signature)).toBe(true);
    expect(fields["signature"]).toMatch(/^[\w-]{86}$/);
  });
});
