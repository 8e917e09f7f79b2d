<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AuditDialog</name>
    <message numerus="yes">
        <source>Faces looked for in {done} of %n picture(s)</source>
        <translation>
            <numerusform>Faces looked for in {done} of %n picture</numerusform>
            <numerusform>Faces looked for in {done} of %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{model} asked about {done} of %n face(s)</source>
        <translation>
            <numerusform>{model} asked about {done} of %n face</numerusform>
            <numerusform>{model} asked about {done} of %n faces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Batch</name>
    <message numerus="yes">
        <source>Done: {done} of %n photo(s).</source>
        <translation>
            <numerusform>Done: {done} of %n photo.</numerusform>
            <numerusform>Done: {done} of %n photos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The batch of %n photo(s) is done.</source>
        <translation>
            <numerusform>The batch of %n photo is done.</numerusform>
            <numerusform>The batch of %n photos is done.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message numerus="yes">
        <source>%n labelled {label} answered {answer}</source>
        <translation>
            <numerusform>%n labelled {label} answered {answer}</numerusform>
            <numerusform>%n labelled {label} answered {answer}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message numerus="yes">
        <source>%n labelled {label} answered {answer}</source>
        <translation>
            <numerusform>%n labelled {label} answered {answer}</numerusform>
            <numerusform>%n labelled {label} answered {answer}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataView</name>
    <message numerus="yes">
        <source>%n row(s) skipped</source>
        <translation>
            <numerusform>%n row skipped</numerusform>
            <numerusform>%n rows skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) skipped, the first {shown}:</source>
        <translation>
            <numerusform>%n row skipped, the first {shown}:</numerusform>
            <numerusform>%n rows skipped, the first {shown}:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExamplesView</name>
    <message numerus="yes">
        <source>{title}: {shown} of %n face(s), the surest first. Click one to open it.</source>
        <translation>
            <numerusform>{title}: {shown} of %n face, the surest first. Click one to open it.</numerusform>
            <numerusform>{title}: {shown} of %n faces, the surest first. Click one to open it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n row(s)</source>
        <translation>
            <numerusform>{shown} of %n row</numerusform>
            <numerusform>{shown} of %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message numerus="yes">
        <source>%n picture(s) that cannot be read</source>
        <translation>
            <numerusform>%n picture that cannot be read</numerusform>
            <numerusform>%n pictures that cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that show nothing</source>
        <translation>
            <numerusform>%n picture that shows nothing</numerusform>
            <numerusform>%n pictures that show nothing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) whose copies are labelled otherwise</source>
        <translation>
            <numerusform>%n picture whose copies are labelled otherwise</numerusform>
            <numerusform>%n pictures whose copies are labelled otherwise</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied exactly from others</source>
        <translation>
            <numerusform>%n picture copied exactly from others</numerusform>
            <numerusform>%n pictures copied exactly from others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied nearly from others</source>
        <translation>
            <numerusform>%n picture copied nearly from others</numerusform>
            <numerusform>%n pictures copied nearly from others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message numerus="yes">
        <source>%n photo(s) in {folder}</source>
        <translation>
            <numerusform>%n photo in {folder}</numerusform>
            <numerusform>%n photos in {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) chosen</source>
        <translation>
            <numerusform>%n photo chosen</numerusform>
            <numerusform>%n photos chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This table has %n photo(s) already; it goes on from there.</source>
        <translation>
            <numerusform>This table has %n photo already; it goes on from there.</numerusform>
            <numerusform>This table has %n photos already; it goes on from there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GapsTab</name>
    <message numerus="yes">
        <source>%n gap(s) of {total} judged together are more than chance: they are coloured.</source>
        <translation>
            <numerusform>%n gap of {total} judged together is more than chance: it is coloured.</numerusform>
            <numerusform>%n gaps of {total} judged together are more than chance: they are coloured.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupsTab</name>
    <message numerus="yes">
        <source>Groups of fewer than %n face(s) are marked as few. Nothing is ranked.</source>
        <translation>
            <numerusform>Groups of fewer than %n face are marked as few. Nothing is ranked.</numerusform>
            <numerusform>Groups of fewer than %n faces are marked as few. Nothing is ranked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingPage</name>
    <message numerus="yes">
        <source>{done} of %n picture(s) looked over</source>
        <translation>
            <numerusform>{done} of %n picture looked over</numerusform>
            <numerusform>{done} of %n pictures looked over</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message numerus="yes">
        <source>Facet ended unexpectedly. The %n photo(s) that had a file are open again.</source>
        <translation>
            <numerusform>Facet ended unexpectedly. The %n photo that had a file is open again.</numerusform>
            <numerusform>Facet ended unexpectedly. The %n photos that had a file are open again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Facet ended unexpectedly twice with the same %n photo(s) open.</source>
        <translation>
            <numerusform>Facet ended unexpectedly twice with the same %n photo open.</numerusform>
            <numerusform>Facet ended unexpectedly twice with the same %n photos open.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message numerus="yes">
        <source>Measured on %n held-out test picture(s).</source>
        <translation>
            <numerusform>Measured on %n held-out test picture.</numerusform>
            <numerusform>Measured on %n held-out test pictures.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunLine</name>
    <message numerus="yes">
        <source>{done} of %n photo(s)</source>
        <translation>
            <numerusform>{done} of %n photo</numerusform>
            <numerusform>{done} of %n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform>
            <numerusform>%n faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be read</source>
        <translation>
            <numerusform>%n photo could not be read</numerusform>
            <numerusform>%n photos could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No longer there: %n photo(s) of before; the rows were kept.</source>
        <translation>
            <numerusform>No longer there: %n photo of before; the rows were kept.</numerusform>
            <numerusform>No longer there: %n photos of before; the rows were kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message numerus="yes">
        <source>%n picture(s) a second</source>
        <translation>
            <numerusform>%n picture a second</numerusform>
            <numerusform>%n pictures a second</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s); the best, {best}, became the model.</source>
        <translation>
            <numerusform>%n epoch; the best, {best}, became the model.</numerusform>
            <numerusform>%n epochs; the best, {best}, became the model.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n epoch(s), as none was better than {best}, which became the model.</source>
        <translation>
            <numerusform>Stopped after %n epoch, as none was better than {best}, which became the model.</numerusform>
            <numerusform>Stopped after %n epochs, as none was better than {best}, which became the model.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s) are kept; the best is {best}.</source>
        <translation>
            <numerusform>%n epoch is kept; the best is {best}.</numerusform>
            <numerusform>%n epochs are kept; the best is {best}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunsView</name>
    <message numerus="yes">
        <source>Its recipe, its %n epoch(s) and its model in the run&apos;s folder are lost. Models saved from it stay.</source>
        <translation>
            <numerusform>Its recipe, its %n epoch and its model in the run&apos;s folder are lost. Models saved from it stay.</numerusform>
            <numerusform>Its recipe, its %n epochs and its model in the run&apos;s folder are lost. Models saved from it stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message numerus="yes">
        <source>Export the answers for %n photo(s)</source>
        <translation>
            <numerusform>Export the answers for %n photo</numerusform>
            <numerusform>Export the answers for %n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n face</numerusform>
            <numerusform>%n faces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) without a face</source>
        <translation>
            <numerusform>%n photo without a face</numerusform>
            <numerusform>%n photos without a face</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be read</source>
        <translation>
            <numerusform>%n photo could not be read</numerusform>
            <numerusform>%n photos could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Workshop</name>
    <message numerus="yes">
        <source>%n photo(s) opened. All of them can be answered at once, as a table.</source>
        <translation>
            <numerusform>%n photo opened. All of them can be answered at once, as a table.</numerusform>
            <numerusform>%n photos opened. All of them can be answered at once, as a table.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Groups</name>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval}), few</source>
        <translation>
            <numerusform>{group}: %n face, {share} ({interval}), few</numerusform>
            <numerusform>{group}: %n faces, {share} ({interval}), few</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval})</source>
        <translation>
            <numerusform>{group}: %n face, {share} ({interval})</numerusform>
            <numerusform>{group}: %n faces, {share} ({interval})</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) in {time}</source>
        <translation>
            <numerusform>%n face in {time}</numerusform>
            <numerusform>%n faces in {time}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It agrees with the labels of %n face(s) in {agreement}; {balanced} as a mean of the labels.</source>
        <translation>
            <numerusform>It agrees with the labels of %n face in {agreement}; {balanced} as a mean of the labels.</numerusform>
            <numerusform>It agrees with the labels of %n faces in {agreement}; {balanced} as a mean of the labels.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) not found count as wrong.</source>
        <translation>
            <numerusform>%n face not found counts as wrong.</numerusform>
            <numerusform>%n faces not found count as wrong.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out test picture(s).</source>
        <translation>
            <numerusform>Measured on %n held-out test picture.</numerusform>
            <numerusform>Measured on %n held-out test pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out face(s) that it answered so: {low} to {high} of 100, with 95 % confidence.</source>
        <translation>
            <numerusform>Measured on %n held-out face that it answered so: {low} to {high} of 100, with 95 % confidence.</numerusform>
            <numerusform>Measured on %n held-out faces that it answered so: {low} to {high} of 100, with 95 % confidence.</numerusform>
        </translation>
    </message>
</context>
</TS>
