package studio.darkroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void isNeverPrinted() {
        assertThat(new Secret("s3cr3t")).hasToString("***");
        assertThat(Optional.of(new Secret("s3cr3t")).toString()).doesNotContain("s3cr3t");
        assertThat("%s".formatted(new Secret("s3cr3t"))).isEqualTo("***");
    }

    @Test
    void isRevealedOnRequest() {
        assertThat(new Secret("s3cr3t").reveal()).isEqualTo("s3cr3t");
    }

    @Test
    void isEqualByValue() {
        assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
        assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo("a");
    }
}
