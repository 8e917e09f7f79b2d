<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Batch</name>
    <message numerus="yes">
        <source>Done: {done} of %n photo(s).</source>
        <translation>
            <numerusform>Done: {done} of %Ln photo.</numerusform>
            <numerusform>Done: {done} of %Ln photos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The batch of %n photo(s) is done.</source>
        <translation>
            <numerusform>The batch of %Ln photo is done.</numerusform>
            <numerusform>The batch of %Ln photos is done.</numerusform>
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
    <name>ConfusionView</name>
    <message numerus="yes">
        <source>%n labelled {label} answered {answer}</source>
        <translation>
            <numerusform>%Ln labelled {label} answered {answer}</numerusform>
            <numerusform>%Ln labelled {label} answered {answer}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataView</name>
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
    <name>FormPage</name>
    <message numerus="yes">
        <source>%n photo(s) in {folder}</source>
        <translation>
            <numerusform>%Ln photo in {folder}</numerusform>
            <numerusform>%Ln photos in {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) chosen</source>
        <translation>
            <numerusform>%Ln photo chosen</numerusform>
            <numerusform>%Ln photos chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This table has %n photo(s) already; it goes on from there.</source>
        <translation>
            <numerusform>This table has %Ln photo already; it goes on from there.</numerusform>
            <numerusform>This table has %Ln photos already; it goes on from there.</numerusform>
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
    <name>ResultPage</name>
    <message numerus="yes">
        <source>%n row(s) chosen</source>
        <translation>
            <numerusform>%Ln row chosen</numerusform>
            <numerusform>%Ln rows chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message numerus="yes">
        <source>Measured on %n held-out test picture(s).</source>
        <translation>
            <numerusform>Measured on %Ln held-out test picture.</numerusform>
            <numerusform>Measured on %Ln held-out test pictures.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunLine</name>
    <message numerus="yes">
        <source>{done} of %n photo(s)</source>
        <translation>
            <numerusform>{done} of %Ln photo</numerusform>
            <numerusform>{done} of %Ln photos</numerusform>
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
        <source>%n photo(s) could not be read</source>
        <translation>
            <numerusform>%Ln photo could not be read</numerusform>
            <numerusform>%Ln photos could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No longer there: %n photo(s) of before; the rows were kept.</source>
        <translation>
            <numerusform>No longer there: %Ln photo of before; the rows were kept.</numerusform>
            <numerusform>No longer there: %Ln photos of before; the rows were kept.</numerusform>
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
    <name>Saving</name>
    <message numerus="yes">
        <source>Export the answers for %n photo(s)</source>
        <translation>
            <numerusform>Export the answers for %Ln photo</numerusform>
            <numerusform>Export the answers for %Ln photos</numerusform>
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
</context>
<context>
    <name>Workshop</name>
    <message numerus="yes">
        <source>%n photo(s) opened. All of them can be answered at once, as a table.</source>
        <translation>
            <numerusform>%Ln photo opened. All of them can be answered at once, as a table.</numerusform>
            <numerusform>%Ln photos opened. All of them can be answered at once, as a table.</numerusform>
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
</context>
</TS>
