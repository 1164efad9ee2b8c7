package io.auraio.examples.pages;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import org.commonmark.node.Heading;

/** What a link can name within a page: its headings, spelt as GitHub spells them. */
final class Anchors {
    private Anchors() {}

    static SequencedSet<String> of(Page page) {
        SequencedSet<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> earlier = new HashMap<>();
        for (Heading heading : page.parts(Heading.class)) {
            String anchor = anchor(PageText.of(heading));
            int count = earlier.merge(anchor, 1, Integer::sum);
            anchors.add(count == 1 ? anchor : anchor + "-" + (count - 1));
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }
}
