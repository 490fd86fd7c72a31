package studio.darkroom.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text from outside, made fit for logs: no credential gets through. */
class RedactorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        callback_url https://studio.example.com/hooks/callback/01ARZ-c2VhbA is refused | callback_url https://studio.example.com/hooks/callback/... is refused
        {"callback_url":"https://studio.example.com/callback/01ARZ-se_al"} | {"callback_url":"https://studio.example.com/callback/..."}
        POST /callback/01ARZ-seal/ twice | POST /callback/.../ twice
        https://store.example.com/a/b.jpg?X-Amz-Signature=0f1e failed | https://store.example.com/a/b.jpg?... failed
        Authorization: Bearer fl_hidden refused | Authorization: Bearer ... refused
        a callback failed | a callback failed
        https://store.example.com/a.jpgSignature=abc&x=1 failed | https://store.example.com/a.jpgSignature=...&x=1 failed
        Expires=5&Signature=abc%2Bd&AWSAccessKeyId=AKIA1 | Expires=5&Signature=...&AWSAccessKeyId=...
        a.jpg?sv=2020&sig=abc%3D | a.jpg?sv=2020&sig=...
        X-Amz-Credential=AK%2F2026,X-Amz-Security-Token=abc, | X-Amz-Credential=...,X-Amz-Security-Token=...,
        https%3A%2F%2Fstore.example.com%2Fa%3FX-Amz-Signature%3Dabc refused | https%3A%2F%2Fstore.example.com%2Fa%3FX-Amz-Signature%3D... refused
        https%253A%252F%252Fstore%253Fsig%253Dabc refused | https%253A%252F%252Fstore%253Fsig%253D... refused
        {"link":"https:\\/\\/h\\/a?b=1\\u0026Signature\\u003dabc"} | {"link":"https:\\/\\/h\\/a?..."}
        b=1\\u0026Signature\\u003dabc\\u002bd\\u0026c=2 | b=1\\u0026Signature\\u003d...\\u0026c=2
        {"Signature": "abc", "token":"t1"} | {"Signature": "...", "token":"..."}
        {\\"x-api-key\\":\\"abc\\"} | {\\"x-api-key\\":\\"...\\"}
        the design=modern assignment | the design=modern assignment
        """)
    void credentialsAreMasked(String raw, String plain) {
        assertThat(Redactor.redact(raw)).isEqualTo(plain);
    }
}
