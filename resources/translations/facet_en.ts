<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AnswersStatus</name>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, stopped by an error</source>
        <translation>
            <numerusform>second model: %Ln photo to go, stopped by an error</numerusform>
            <numerusform>second model: %Ln photos to go, stopped by an error</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, cancelled</source>
        <translation>
            <numerusform>second model: %Ln photo to go, cancelled</numerusform>
            <numerusform>second model: %Ln photos to go, cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, paused</source>
        <translation>
            <numerusform>second model: %Ln photo to go, paused</numerusform>
            <numerusform>second model: %Ln photos to go, paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go</source>
        <translation>
            <numerusform>second model: %Ln photo to go</numerusform>
            <numerusform>second model: %Ln photos to go</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, about {time} left</source>
        <translation>
            <numerusform>second model: %Ln photo to go, about {time} left</numerusform>
            <numerusform>second model: %Ln photos to go, about {time} left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message numerus="yes">
        <source>%n labelled {label} answered {answer}</source>
        <translation>
            <numerusform>%Ln labelled {label} answered {answer}</numerusform>
            <numerusform>%Ln labelled {label} answered {answer}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Corrector</name>
    <message numerus="yes">
        <source>For %n face(s):</source>
        <translation>
            <numerusform>For %Ln face:</numerusform>
            <numerusform>For %Ln faces:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message numerus="yes">
        <source>%n picture(s) left out.</source>
        <translation>
            <numerusform>%Ln picture left out.</numerusform>
            <numerusform>%Ln pictures left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataView</name>
    <message numerus="yes">
        <source>%n label(s) changed</source>
        <translation>
            <numerusform>%Ln label changed</numerusform>
            <numerusform>%Ln labels changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) removed</source>
        <translation>
            <numerusform>%Ln label removed</numerusform>
            <numerusform>%Ln labels removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) left out</source>
        <translation>
            <numerusform>%Ln face left out</numerusform>
            <numerusform>%Ln faces left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) about other pictures</source>
        <translation>
            <numerusform>%Ln decision about other pictures</numerusform>
            <numerusform>%Ln decisions about other pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) skipped</source>
        <translation>
            <numerusform>%Ln row skipped</numerusform>
            <numerusform>%Ln rows skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) skipped, the first {shown}:</source>
        <translation>
            <numerusform>%Ln row skipped, the first {shown}:</numerusform>
            <numerusform>%Ln rows skipped, the first {shown}:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExamplesView</name>
    <message numerus="yes">
        <source>{title}: {shown} of %n face(s), the surest first. Click one to open it.</source>
        <translation>
            <numerusform>{title}: {shown} of %Ln face, the surest first. Click one to open it.</numerusform>
            <numerusform>{title}: {shown} of %Ln faces, the surest first. Click one to open it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>The %n row(s) that the &amp;filter shows</source>
        <translation>
            <numerusform>The %Ln row that the &amp;filter shows</numerusform>
            <numerusform>The %Ln rows that the &amp;filter shows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n &amp;chosen row(s)</source>
        <translation>
            <numerusform>The %Ln &amp;chosen row</numerusform>
            <numerusform>The %Ln &amp;chosen rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Wait for %n photo(s) that are not answered yet</source>
        <translation>
            <numerusform>&amp;Wait for %Ln photo that is not answered yet</numerusform>
            <numerusform>&amp;Wait for %Ln photos that are not answered yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Wait for the second model&apos;s answers to %n photo(s)</source>
        <translation>
            <numerusform>&amp;Wait for the second model&apos;s answers to %Ln photo</numerusform>
            <numerusform>&amp;Wait for the second model&apos;s answers to %Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The table will lack %n photo(s).</source>
        <translation>
            <numerusform>The table will lack %Ln photo.</numerusform>
            <numerusform>The table will lack %Ln photos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The table will lack the second model&apos;s answers to %n photo(s).</source>
        <translation>
            <numerusform>The table will lack the second model&apos;s answers to %Ln photo.</numerusform>
            <numerusform>The table will lack the second model&apos;s answers to %Ln photos.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message numerus="yes">
        <source>Export the answers for %n photo(s)</source>
        <translation>
            <numerusform>Export the answers for %Ln photo</numerusform>
            <numerusform>Export the answers for %Ln photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacesPage</name>
    <message numerus="yes">
        <source>%n row(s) chosen</source>
        <translation>
            <numerusform>%Ln row chosen</numerusform>
            <numerusform>%Ln rows chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n row(s)</source>
        <translation>
            <numerusform>{shown} of %Ln row</numerusform>
            <numerusform>{shown} of %Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message numerus="yes">
        <source>%n picture(s) that cannot be read</source>
        <translation>
            <numerusform>%Ln picture that cannot be read</numerusform>
            <numerusform>%Ln pictures that cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that show nothing</source>
        <translation>
            <numerusform>%Ln picture that shows nothing</numerusform>
            <numerusform>%Ln pictures that show nothing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) whose copies are labelled otherwise</source>
        <translation>
            <numerusform>%Ln picture whose copies are labelled otherwise</numerusform>
            <numerusform>%Ln pictures whose copies are labelled otherwise</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied exactly from others</source>
        <translation>
            <numerusform>%Ln picture copied exactly from others</numerusform>
            <numerusform>%Ln pictures copied exactly from others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied nearly from others</source>
        <translation>
            <numerusform>%Ln picture copied nearly from others</numerusform>
            <numerusform>%Ln pictures copied nearly from others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GapsTab</name>
    <message numerus="yes">
        <source>%n gap(s) of {total} judged together are more than chance: they are coloured.</source>
        <translation>
            <numerusform>%Ln gap of {total} judged together is more than chance: it is coloured.</numerusform>
            <numerusform>%Ln gaps of {total} judged together are more than chance: they are coloured.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupsTab</name>
    <message numerus="yes">
        <source>Groups of fewer than %n face(s) are marked as few. Nothing is ranked.</source>
        <translation>
            <numerusform>Groups of fewer than %Ln face are marked as few. Nothing is ranked.</numerusform>
            <numerusform>Groups of fewer than %Ln faces are marked as few. Nothing is ranked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%Ln face</numerusform>
            <numerusform>%Ln faces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpenCollection</name>
    <message numerus="yes">
        <source>%n photo(s) are not answered yet.</source>
        <translation>
            <numerusform>%Ln photo is not answered yet.</numerusform>
            <numerusform>%Ln photos are not answered yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The answers to %n photo(s) are not saved.</source>
        <translation>
            <numerusform>The answers to %Ln photo are not saved.</numerusform>
            <numerusform>The answers to %Ln photos are not saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n photo(s) that you kept are open again.</source>
        <translation>
            <numerusform>The %Ln photo that you kept is open again.</numerusform>
            <numerusform>The %Ln photos that you kept are open again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n photo(s) are not answered yet; it goes on from there.</source>
        <translation>
            <numerusform>{name}: %Ln photo is not answered yet; it goes on from there.</numerusform>
            <numerusform>{name}: %Ln photos are not answered yet; it goes on from there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n photo(s), all of them answered.</source>
        <translation>
            <numerusform>{name}: %Ln photo, which is answered.</numerusform>
            <numerusform>{name}: %Ln photos, all of them answered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) have changed and are answered again.</source>
        <translation>
            <numerusform>%Ln photo has changed and is answered again.</numerusform>
            <numerusform>%Ln photos have changed and are answered again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are in another place now; they are answered there.</source>
        <translation>
            <numerusform>%Ln photo is in another place now; it is answered there.</numerusform>
            <numerusform>%Ln photos are in another place now; they are answered there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are no longer there; their answers stay.</source>
        <translation>
            <numerusform>%Ln photo is no longer there; its answers stay.</numerusform>
            <numerusform>%Ln photos are no longer there; their answers stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The export is written when the remaining %n photo(s) are answered.</source>
        <translation>
            <numerusform>The export is written when the remaining %Ln photo is answered.</numerusform>
            <numerusform>The export is written when the remaining %Ln photos are answered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are answered.</source>
        <translation>
            <numerusform>%Ln photo is answered.</numerusform>
            <numerusform>%Ln photos are answered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message numerus="yes">
        <source>Facet ended unexpectedly. The %n photo(s) that had a file are open again.</source>
        <translation>
            <numerusform>Facet ended unexpectedly. The %Ln photo that had a file is open again.</numerusform>
            <numerusform>Facet ended unexpectedly. The %Ln photos that had a file are open again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Facet ended unexpectedly twice with the same %n photo(s) open.</source>
        <translation>
            <numerusform>Facet ended unexpectedly twice with the same %Ln photo open.</numerusform>
            <numerusform>Facet ended unexpectedly twice with the same %Ln photos open.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message numerus="yes">
        <source>%n picture(s) a second</source>
        <translation>
            <numerusform>%Ln picture a second</numerusform>
            <numerusform>%Ln pictures a second</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s); the best, {best}, became the model.</source>
        <translation>
            <numerusform>%Ln epoch; the best, {best}, became the model.</numerusform>
            <numerusform>%Ln epochs; the best, {best}, became the model.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n epoch(s), as none was better than {best}, which became the model.</source>
        <translation>
            <numerusform>Stopped after %Ln epoch, as none was better than {best}, which became the model.</numerusform>
            <numerusform>Stopped after %Ln epochs, as none was better than {best}, which became the model.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s) are kept; the best is {best}.</source>
        <translation>
            <numerusform>%Ln epoch is kept; the best is {best}.</numerusform>
            <numerusform>%Ln epochs are kept; the best is {best}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunsView</name>
    <message numerus="yes">
        <source>Its recipe, its %n epoch(s) and its model in the run&apos;s folder are lost. Models saved from it stay.</source>
        <translation>
            <numerusform>Its recipe, its %Ln epoch and its model in the run&apos;s folder are lost. Models saved from it stay.</numerusform>
            <numerusform>Its recipe, its %Ln epochs and its model in the run&apos;s folder are lost. Models saved from it stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%Ln photo</numerusform>
            <numerusform>%Ln photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%Ln face</numerusform>
            <numerusform>%Ln faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) without a face</source>
        <translation>
            <numerusform>%Ln photo without a face</numerusform>
            <numerusform>%Ln photos without a face</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be read</source>
        <translation>
            <numerusform>%Ln photo could not be read</numerusform>
            <numerusform>%Ln photos could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) without an answer of the second model</source>
        <translation>
            <numerusform>%Ln face without an answer of the second model</numerusform>
            <numerusform>%Ln faces without an answer of the second model</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{attribute}: both models agree on {count} of %n face(s), {share}</source>
        <translation>
            <numerusform>{attribute}: both models agree on {count} of %Ln face, {share}</numerusform>
            <numerusform>{attribute}: both models agree on {count} of %Ln faces, {share}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Groups</name>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval}), few</source>
        <translation>
            <numerusform>{group}: %Ln face, {share} ({interval}), few</numerusform>
            <numerusform>{group}: %Ln faces, {share} ({interval}), few</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval})</source>
        <translation>
            <numerusform>{group}: %Ln face, {share} ({interval})</numerusform>
            <numerusform>{group}: %Ln faces, {share} ({interval})</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) with boxes by hand</source>
        <translation>
            <numerusform>%Ln photo with boxes by hand</numerusform>
            <numerusform>%Ln photos with boxes by hand</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) in {time}</source>
        <translation>
            <numerusform>%Ln face in {time}</numerusform>
            <numerusform>%Ln faces in {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It agrees with the labels of %n face(s) in {agreement}; {balanced} as a mean of the labels.</source>
        <translation>
            <numerusform>It agrees with the labels of %Ln face in {agreement}; {balanced} as a mean of the labels.</numerusform>
            <numerusform>It agrees with the labels of %Ln faces in {agreement}; {balanced} as a mean of the labels.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) not found count as wrong.</source>
        <translation>
            <numerusform>%Ln face not found counts as wrong.</numerusform>
            <numerusform>%Ln faces not found count as wrong.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out test picture(s).</source>
        <translation>
            <numerusform>Measured on %Ln held-out test picture.</numerusform>
            <numerusform>Measured on %Ln held-out test pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out face(s) that it answered so: {low} to {high} of 100, with 95 % confidence.</source>
        <translation>
            <numerusform>Measured on %Ln held-out face that it answered so: {low} to {high} of 100, with 95 % confidence.</numerusform>
            <numerusform>Measured on %Ln held-out faces that it answered so: {low} to {high} of 100, with 95 % confidence.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copy(ies) of this picture</source>
        <translation>
            <numerusform>%Ln copy of this picture</numerusform>
            <numerusform>%Ln copies of this picture</numerusform>
        </translation>
    </message>
</context>
</TS>
