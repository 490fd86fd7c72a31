package studio.darkroom.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.darkroom.lifecycle.Trouble.Problem;
import studio.darkroom.lifecycle.Trouble.TransientFailure;

/** Links that a vendor gives are followed to the internet over https and nowhere else, unless a person said so. */
class LinkGuardTest {

    private static final URI FAR = URI.create("https://203.0.113.10/v1");

    private static void check(List<String> trustedHosts, URI api, String url) {
        new LinkGuard(trustedHosts, Map.of("imagen", api)).readLink("imagen", Map.of("url", url));
    }

    private static DnsResolver resolver(List<String> trustedHosts, URI... apis) {
        return new LinkGuard(trustedHosts, Arrays.stream(apis).collect(Collectors.toMap(URI::toString, api -> api))).createResolver();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "FILE:/etc/passwd", "ftp://203.0.113.1/x", "jar:https://203.0.113.1/a!/b",
        "data:text/plain,x", "javascript:alert(1)", "gopher://203.0.113.1/", "ldap://203.0.113.1/x", "direct:shoot-edit",
        "http://203.0.113.1/plain", "//203.0.113.1/x", "/etc/passwd", "", "null", "https://", "https:///etc/passwd",
        "https:203.0.113.1", "https://user:pass@203.0.113.1/x", "https://203.0.113.1\\@127.0.0.1/x",
        "https://203.0.113.1 .evil/x", "https://203.0.113.1/a b", "https://203.0.113.1/\r\nHost: evil", "https://[::1",
        "https://127.0.0.1/x", "https://127.8.9.1/x", "https://localhost/x", "https://LOCALHOST/x", "https://0.0.0.0/x",
        "https://10.0.0.1/x", "https://172.16.0.1/x", "https://192.168.1.1/admin", "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/x", "https://198.18.0.1/x", "https://192.0.0.170/x", "https://0.1.2.3/x", "https://240.0.0.1/x",
        "https://255.255.255.255/x", "https://224.0.0.1/x", "https://[::1]/x", "https://[::]/x", "https://[fe80::1]/x",
        "https://[fd00::1]/x", "https://[ff02::1]/x", "https://[::ffff:127.0.0.1]/x", "https://[::ffff:10.0.0.1]/x",
        "https://[::127.0.0.1]/x", "https://[64:ff9b::7f00:1]/x", "https://[64:ff9b::a9fe:a9fe]/x", "https://[2002:7f00:1::]/x",
        "https://[2002:a00:1::1]/x", "https://2130706433/x", "https://127.1/x", "https://0x7f.0.0.1/x", "https://017700000001/x"})
    void whatLeadsElsewhereIsRefused(String url) {
        assertThatThrownBy(() -> check(List.of(), FAR, url)).isInstanceOfAny(Problem.class, TransientFailure.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\r", "\n", "pass@", "meta-data"));
    }

    /** A link that lost the ? before its query has the signature in what parses as its host. */
    @ParameterizedTest
    @ValueSource(strings = {"https://store.example.com&X-Amz-Signature=abc&x=1", "https://store.example.comSignature=abc",
        "https://store.example.com%3FX-Amz-Signature%3Dabc", "https://store.example.com;sig=abc"})
    void refusal_brokenLink_hidesSignature(String url) {
        assertThatThrownBy(() -> check(List.of(), FAR, url)).isInstanceOf(Problem.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://203.0.113.1/x?X-Amz-Signature=1", "HTTPS://203.0.113.1:8443/x", "https://[2001:db8::1]/x",
        "https://[64:ff9b::cb00:7101]/x", "https://172.15.0.1/x", "https://172.32.0.1/x", "https://100.63.0.1/x",
        "https://100.128.0.1/x", "https://192.0.2.1/x"})
    void whatLeadsToTheInternetIsFollowed(String url) {
        assertThatCode(() -> check(List.of(), FAR, url)).doesNotThrowAnyException();
    }

    @Test
    void aNameThatLeadsIntoThisNetworkOnlyWhenItIsConnectedToIsRefusedThen() throws UnknownHostException {
        DnsResolver names = resolver(List.of(), FAR);
        assertThatThrownBy(() -> names.resolve("localhost")).isInstanceOf(LinkGuard.InternalHostException.class);
        assertThatThrownBy(() -> names.resolve("169.254.169.254")).isInstanceOf(UnknownHostException.class);
        assertThat(names.resolve("203.0.113.1")).hasSize(1);
        URI near = URI.create("http://127.0.0.1:1/v1");
        URI nowhere = URI.create("https://api.vendor.invalid/v1");
        assertThat(resolver(List.of(), nowhere, FAR, near).resolve("localhost")).isNotEmpty();
        assertThat(resolver(List.of("localhost"), FAR).resolve("localhost")).isNotEmpty();
    }

    @Test
    void transfersConnectOnlyWhereTheseNamesLead() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            HttpComponents.addComponents(context, 1, 1, Duration.ofSeconds(5), resolver(List.of(), FAR));
            context.start();
            assertThatThrownBy(() -> context.createProducerTemplate().requestBody("transfer-http:http://localhost:9/x", ""))
                    .hasRootCauseInstanceOf(LinkGuard.InternalHostException.class);
        }
    }

    @Test
    void aVendorInThisNetworkMayNameItAndAPersonMayNameAnyHost() {
        List<String> trusted = List.of("10.0.0.5", "*.store.example");
        assertThatCode(() -> check(trusted, URI.create("http://127.0.0.1:1/v1"), "http://127.0.0.1:2/x")).doesNotThrowAnyException();
        assertThatCode(() -> check(trusted, FAR, "http://10.0.0.5/x")).doesNotThrowAnyException();
        assertThatCode(() -> check(trusted, FAR, "http://eu.STORE.example/x")).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(trusted, FAR, "https://10.0.0.6/x")).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("link-refused"));
        assertThatThrownBy(() -> check(trusted, FAR, "http://evilstore.example/x")).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("link-refused"));
        assertThatThrownBy(() -> check(trusted, FAR, "file://10.0.0.5/x")).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("link-refused"));
    }
}
