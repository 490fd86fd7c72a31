package studio.darkroom.vendor.retouch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor may tell of its versions in shapes that no source shows. */
class VersionHistoryTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "{'adjustments':[{'file_name':'A.JPG','versions':[{'version_id':7,'instruction':'dark','parent_version_id':null},"
            + "{'version_id':8,'parent_version_id':7}]},{'file_name':'B.JPG','versions':[]}]}",
        "[{'file_name':'a.jpg','version_id':7,'prompt':'dark'},"
            + "{'file_name':'a.jpg','version_id':8,'parent_id':7},{'name':'B.JPG'}]",
        "{'images':{'A.JPG':[{'version_id':7,'instruction':'dark'},{'version_id':8,'parent_version_id':7}],'B.JPG':[]}}",
        "{'images':{'A.JPG':{'history':[{'versionId':7,'tool_id':'dark'},"
            + "{'versionId':8,'parentVersionId':7}]},'B.JPG':{}}}"})
    void versionsAreFoundWhereverTheyStand(String json) {
        VersionHistory history = history(json);
        assertThat(history.hasAllVersionsOf("A.JPG")).isTrue();
        assertThat(history.versions("A.JPG")).containsExactly(new VersionHistory.VersionEntry("a.jpg", "7", null, "dark"),
                new VersionHistory.VersionEntry("a.jpg", "8", "7", null));
        assertThat(history.hasAllVersionsOf("B.JPG")).isTrue();
        assertThat(history.versions("B.JPG")).isEmpty();
        assertThat(history.hasAllVersionsOf("C.JPG")).as("not named, so nothing is told of it").isFalse();
    }

    @Test
    void presetsAreNoVersionsAndAnIdMayBeAnything() {
        VersionHistory history = history("{'prompts':[{'enhancement_type':'denoise','label':'Denoise'},'x',"
                + "{'file_name':'B.JPG','version_id':3,'tool_id':'green_grass'}],"
                + "'all':[{'file_name':'A.JPG','versions':[{'version_id':'v-1'},{'version_id':2.5}]}]}");
        assertThat(history.presets()).containsExactly("denoise");
        assertThat(history.versions("B.JPG")).extracting(VersionHistory.VersionEntry::id).containsExactly("3");
        assertThat(history.versions("A.JPG")).extracting(VersionHistory.VersionEntry::id).containsExactly("\"v-1\"", "2.5");
    }

    @Test
    void aVersionWithoutIdMakesTheHistoryOfItsResultUnreliable() {
        VersionHistory history = history("[{'file_name':'A.JPG','version_id':null},{'file_name':'B.JPG','version_id':1}]");
        assertThat(history.hasAllVersionsOf("A.JPG")).isFalse();
        assertThat(history.hasAllVersionsOf("B.JPG")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{'file_name':'A.JPG','changes':[{'number':1}]}]", "{'A.JPG':[{'number':1}]}",
        "[{'file_name':'A.JPG','instruction':'dark','id':5}]"})
    void whatIsToldAndCannotBeReadIsNotTakenForSilence(String json) {
        assertThat(history(json).hasAllVersionsOf("A.JPG")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "'text'", "7",
        "{'prompts':[{'enhancement_type':'denoise'}]}", "{'prompts':5}"})
    void whatTellsNothingTellsNothing(String json) {
        assertThat(history(json).hasAllVersionsOf("A.JPG")).isFalse();
        assertThat(history(json).versions("A.JPG")).isEmpty();
    }

    @Test
    void aMissingBodyTellsNothing() {
        assertThat(VersionHistory.of(MissingNode.getInstance()).hasAllVersionsOf("A.JPG")).isFalse();
        assertThat(VersionHistory.of(MissingNode.getInstance()).presets()).isEmpty();
    }

    private static VersionHistory history(String json) {
        try {
            return VersionHistory.of(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
