package studio.darkroom.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Assertions;
import studio.darkroom.lifecycle.Trouble;
import studio.darkroom.testing.FuzzCorpus;
import studio.darkroom.text.Redactor;
import studio.darkroom.text.SafeName;
import studio.darkroom.transfer.LinkGuard;

/** Every kept answer, and anything made from it, is read by everything that the vendors' routes read it with, or is trouble. */
class VendorResponseCorpusTest {

    private static final FuzzCorpus CORPUS = new FuzzCorpus("answer");
    private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
    private static final List<String> ROWS = List.of("{photo: .file_name, url: .upload_link}",
            "{name: .file_name, url: (.download_link // .url)}",
            "{key: .profile_key, name: .profile_name, type: .profile_type, kind: .image_type}",
            "{remote: (.imageId // .id), status, url: (.resultImageUrl // .url), why: .errorMessage}",
            "{part: .part_number, url}", "{name: .file_name, ids: [.versions[].version_id]}");

    static {
        Redactor.addSecret("abcdefgh");
    }

    private final VendorRequests wire = new VendorRequests(Clock.systemUTC(), Map.of());
    private final LinkGuard guard = new LinkGuard(List.of(), Map.of("imagen", URI.create("https://203.0.113.1/v1")));

    @Example
    void everyKeptAnswerUnderEveryStatus() {
        assertThat(CORPUS.files()).hasSizeGreaterThan(30);
        for (int status : new int[] {200, 202, 204, 301, 400, 401, 402, 403, 404, 409, 415, 422, 429, 500, 503}) {
            CORPUS.files().values().forEach(bytes -> survives(bytes, status, null));
        }
    }

    @Property(tries = 800)
    void anythingMadeFromKeptAnswers(@ForAll Random random, @ForAll("pauses") String pause) {
        int[] statuses = {200, 200, 200, 201, 400, 404, 429, 500};
        survives(CORPUS.mutate(CORPUS.pickName(random), random), statuses[random.nextInt(statuses.length)], pause);
    }

    @Provide
    Arbitrary<String> pauses() {
        return Arbitraries.oneOf(Arbitraries.of("120", "-1", "99999999999", "1e3", "Wed, 21 Oct 2015 07:28:00 GMT",
                "Fri, 31 Dec 9999 23:59:59 GMT", "", " 5 "), Arbitraries.strings().ofMaxLength(20));
    }

    private void survives(byte[] bytes, int status, String pause) {
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            Exchange exchange = new DefaultExchange(CONTEXT);
            exchange.getMessage().setBody(new ByteArrayInputStream(bytes));
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
            exchange.getMessage().setHeader("Retry-After", pause);
            read(wire.readResponse(exchange, "imagen"));
            assertThat(exchange.getMessage().getHeaders()).isEmpty();
        });
    }

    private void read(VendorResponse answer) {
        assertThat(answer.retryAfter() == null || !answer.retryAfter().isNegative() && answer.retryAfter().toHours() <= 1).isTrue();
        plain(answer.errorReason());
        plain(answer.toTrouble().text());
        for (String names : List.of(".status", ".project_uuid // .uuid // .id", ".upload_link // .url", ".number_of_images",
                ".is_valid, .valid", ".error.message", ".project.projectId // .project.id", ".a, .b.c, .d.e.f")) {
            stored(answer.findValue(names));
            either(() -> answer.requireValue(names));
            either(() -> answer.isDenied(names));
            answer.isAbsent(names);
            answer.hasContent(names);
            answer.statusWord(names);
        }
        either(() -> answer.requireUuid(".projectId // .id // .project.projectId // .project.id // .project_uuid"));
        either(() -> answer.requireCreatedId(".status", ".version_id"));
        either(() -> answer.requireClosed("NoSuchUpload"));
        assertThat(Progress.of(answer.readProgress(".status", ".details // .message")).state()).isIn(Set.of("idle", "working", "done",
                "failed"));
        assertThat(answer.inferProgress(".profile, .ai_tools", ".status")).isIn("idle", "working");
        for (String list : List.of(".files_list", "(.profiles? // .)", "(.images // .project.images)", ".parts", ".adjustments")) {
            ROWS.forEach(row -> {
                either(() -> answer.selectRows("[" + list + "[]? | " + row + "]")).ifPresent(this::rows);
                either(() -> answer.selectRows("[" + list + "[]? | " + row + "?]")).ifPresent(this::rows);
            });
        }
        pages(answer);
    }

    private void rows(List<Map<String, String>> rows) {
        rows.forEach(row -> {
            row.values().forEach(VendorResponseCorpusTest::stored);
            assertThat(SafeName.of(row.get("name"))).doesNotContain("/", "\\", "\0").isNotEmpty();
            if (row.get("url") != null) {
                either(() -> guard.readLink("imagen", row)).ifPresent(link -> {
                    assertThat(link.url()).startsWithIgnoringCase("https://");
                    assertThat(link.toString()).doesNotContain("Signature");
                });
            }
        });
        either(() -> AccountCheck.matchProfile("imagen", "BRIGHT LISTING", Set.of("jpeg"), rows));
    }

    /** However the pages are counted, turning them comes to an end. */
    private static void pages(VendorResponse answer) {
        PagedLists lists = new PagedLists(null);
        PagedLists.ResultCursor turning = new PagedLists.ResultCursor(new LinkedHashMap<>(Map.of("jpeg", "export")), 5);
        int turned = 0;
        while (turning.hasNextPage() && turned++ < 1100) {
            turning.pageQuery();
            either(() -> {
                lists.addPage(turning, answer, "[.files_list[]? | " + ROWS.get(1) + "]");
                return true;
            }).orElseGet(() -> {
                turning.addRows(List.of(), -1);
                return false;
            });
        }
        assertThat(turning.hasNextPage()).isFalse();
        PagedLists.ProjectCursor search = lists.startProjectSearch("A", "size=100", "archived=true");
        for (turned = 0; search.hasNextPage() && turned < 2100; turned++) {
            lists.addPage(search, answer, "[(.projects? // .files_list?)[]? | {name: (.name // .file_name), id: (.project_uuid // .uuid)}?]");
        }
        assertThat(search.hasNextPage()).isFalse();
    }

    /** Its result, or nothing when it was trouble; whatever else is thrown is a defect. */
    private static <T> java.util.Optional<T> either(Supplier<T> reading) {
        try {
            return java.util.Optional.ofNullable(reading.get());
        } catch (Trouble trouble) {
            plain(trouble.text());
            return java.util.Optional.empty();
        }
    }

    private static void plain(String text) {
        assertThat(text).hasSizeLessThan(1_500).doesNotContain("\n", "\r", "\0", "\u202e", "abcdefgh", "Signature=abc");
    }

    /** Every ledger takes it, and gives it back as it was. */
    private static void stored(String text) {
        if (text != null) {
            List<Integer> odd = new ArrayList<>();
            text.codePoints().filter(point -> point == 0 || point >= 0xd800 && point <= 0xdfff).forEach(odd::add);
            assertThat(odd).isEmpty();
        }
    }
}
