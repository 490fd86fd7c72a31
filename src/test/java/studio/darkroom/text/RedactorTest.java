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
        """)
    void credentialsAreMasked(String raw, String plain) {
        assertThat(Redactor.redact(raw)).isEqualTo(plain);
    }
}
