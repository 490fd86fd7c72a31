package studio.darkroom.sim.picture;

import java.util.Locale;
import java.util.Map;

/** Edit settings in Lightroom's format: a small well-formed XMP packet. */
public final class XmpSidecar {

    private XmpSidecar() {
    }

    /**
     * @param photo    name of the photo
     * @param profile  name of the profile
     * @param tools    options of the edit
     * @param strength strength of the edit, see {@link PictureEditor#applyEdit}
     */
    public static String render(String photo, String profile, Map<String, String> tools, double strength) {
        StringBuilder own = new StringBuilder();
        tools.forEach((name, value) -> own.append("\n    sim:").append(name).append("=\"").append(escape(value)).append('"'));
        return "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Darkroom simulator\">\n"
                + " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                + "  <rdf:Description rdf:about=\"\"\n"
                + "    xmlns:crs=\"http://ns.adobe.com/camera-raw-settings/1.0/\"\n"
                + "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
                + "    xmlns:sim=\"https://darkroom.studio/ns/simulator/1.0/\"\n"
                + "    crs:RawFileName=\"" + escape(photo) + "\"\n"
                + "    crs:ProcessVersion=\"11.0\"\n    crs:WhiteBalance=\"Custom\"\n    crs:Temperature=\"6150\"\n    crs:Tint=\"+8\"\n"
                + String.format(Locale.ROOT, "    crs:Exposure2012=\"%+.2f\"%n    crs:Contrast2012=\"%+d\"%n",
                        0.35 * strength, Math.round(22 * strength)).replace("\r", "")
                + "    crs:HasSettings=\"True\"\n    sim:profile=\"" + escape(profile) + "\"" + own + "/>\n"
                + " </rdf:RDF>\n</x:xmpmeta>\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
