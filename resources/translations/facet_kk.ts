<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="kk" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About Facet</source>
        <translation>Facet туралы</translation>
    </message>
    <message>
        <source>Facet {version}</source>
        <translation>Facet {version}</translation>
    </message>
    <message>
        <source>The program is free software under the Apache License 2.0.</source>
        <translation>Бұл — Apache 2.0 лицензиясы бойынша таратылатын еркін бағдарлама.</translation>
    </message>
    <message>
        <source>Faces are found by YuNet and CenterFace, both under the MIT License ({terms}).</source>
        <translation>Беттерді YuNet пен CenterFace табады, екеуі де MIT лицензиясымен ({terms}).</translation>
    </message>
    <message>
        <source>terms</source>
        <translation>шарттары</translation>
    </message>
    <message>
        <source>Marked below: {group}, as perceived in this face</source>
        <translation>Төменде белгіленген: {group} — бұл бет осылай қабылданған</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>Модель жүктелмеген.</translation>
    </message>
    <message>
        <source>Model {title}: {terms}</source>
        <translation>{title} моделі: {terms}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Turn left</source>
        <translation>Солға бұру</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Оңға бұру</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Қалтада көрсету</translation>
    </message>
    <message>
        <source>&amp;Open photos…</source>
        <translation>Фото &amp;ашу…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ашу</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Қалтаны ашу…</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>Суретті қо&amp;ю</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Қою</translation>
    </message>
    <message>
        <source>&amp;Take a picture…</source>
        <translation>Суретке &amp;түсіру…</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>&amp;Save picture with boxes…</source>
        <translation>Суретті жақтауларымен &amp;сақтау…</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Сақтау</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорттау</translation>
    </message>
    <message>
        <source>C&amp;lose photo</source>
        <translation>Фотоны &amp;жабу</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Шығу</translation>
    </message>
    <message>
        <source>&amp;Copy result</source>
        <translation>Нәтижені &amp;көшіру</translation>
    </message>
    <message>
        <source>Copy result</source>
        <translation>Көшіру</translation>
    </message>
    <message>
        <source>&amp;Note what is right…</source>
        <translation>&amp;Дұрысын белгілеу…</translation>
    </message>
    <message>
        <source>&amp;Train a model…</source>
        <translation>Модельді &amp;оқыту…</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Оқыту</translation>
    </message>
    <message>
        <source>&amp;Audit a model…</source>
        <translation>Модель &amp;аудиті…</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Аудит</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Баптаулар…</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>&amp;Үлкейту</translation>
    </message>
    <message>
        <source>&amp;Fit to window</source>
        <translation>Тере&amp;зеге сыйдыру</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>&amp;Нақты өлшемі</translation>
    </message>
    <message>
        <source>&amp;Next photo</source>
        <translation>Ке&amp;лесі фото</translation>
    </message>
    <message>
        <source>&amp;Previous photo</source>
        <translation>Ал&amp;дыңғы фото</translation>
    </message>
    <message>
        <source>Next fa&amp;ce</source>
        <translation>Келесі &amp;бет</translation>
    </message>
    <message>
        <source>Previous fac&amp;e</source>
        <translation>Алдыңғы б&amp;ет</translation>
    </message>
    <message>
        <source>Follow the &amp;system</source>
        <translation>&amp;Жүйедегідей</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Ашық</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Қараңғы</translation>
    </message>
    <message>
        <source>&amp;Off</source>
        <translation>&amp;Өшірулі</translation>
    </message>
    <message>
        <source>Switch to the &amp;next</source>
        <translation>&amp;Келесісіне ауысу</translation>
    </message>
    <message>
        <source>&amp;Purpose and limits</source>
        <translation>&amp;Мақсаты мен шектері</translation>
    </message>
    <message>
        <source>&amp;About Facet</source>
        <translation>Facet &amp;туралы</translation>
    </message>
    <message>
        <source>&amp;Back to the faces</source>
        <translation>Беттерге қа&amp;йту</translation>
    </message>
    <message>
        <source>Open &amp;collection…</source>
        <translation>Жи&amp;нақты ашу…</translation>
    </message>
    <message>
        <source>Save collection &amp;as…</source>
        <translation>Жинақты &amp;басқаша сақтау…</translation>
    </message>
    <message>
        <source>&amp;Export the answers…</source>
        <translation>Жауаптарды &amp;экспорттау…</translation>
    </message>
    <message>
        <source>P&amp;hoto</source>
        <translation>Ф&amp;ото</translation>
    </message>
    <message>
        <source>&amp;Grid of faces</source>
        <translation>Беттер то&amp;ры</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Беттер</translation>
    </message>
    <message>
        <source>Wha&amp;t if…</source>
        <translation>Е&amp;гер…</translation>
    </message>
    <message>
        <source>Compare with a second &amp;model</source>
        <translation>Екінші модельмен &amp;салыстыру</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>Б&amp;олдырмау</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Қайталау</translation>
    </message>
    <message>
        <source>Not &amp;a face</source>
        <translation>Бет &amp;емес</translation>
    </message>
    <message>
        <source>Boxes as &amp;detected</source>
        <translation>Жақтаулар бағдарлама &amp;тапқандай</translation>
    </message>
    <message>
        <source>&amp;Undo: {what}</source>
        <translation>Б&amp;олдырмау: {what}</translation>
    </message>
    <message>
        <source>&amp;Redo: {what}</source>
        <translation>&amp;Қайталау: {what}</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Пернелер тіркесімдері</translation>
    </message>
    <message>
        <source>&amp;Glossary</source>
        <translation>&amp;Глоссарий</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Алғашқы қадамдар</translation>
    </message>
    <message>
        <source>E&amp;xport a model…</source>
        <translation>Модельді &amp;экспорттау…</translation>
    </message>
    <message>
        <source>Frame faces by &amp;hand</source>
        <translation>Беттерді қолмен жақтау&amp;лау</translation>
    </message>
    <message>
        <source>Zoom o&amp;ut</source>
        <translation>К&amp;ішірейту</translation>
    </message>
</context>
<context>
    <name>AnswerCurves</name>
    <message>
        <source>uncertain</source>
        <translation>сенімсіз</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>сол күйі</translation>
    </message>
</context>
<context>
    <name>AnswerRow</name>
    <message>
        <source>attribute</source>
        <translation>белгі</translation>
    </message>
    <message>
        <source>Name of the attribute</source>
        <translation>Белгінің атауы</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>белгілеулер</translation>
    </message>
    <message>
        <source>Labels in the order of the output</source>
        <translation>Шығыс ретімен белгілеулер</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Шығыс</translation>
    </message>
    <message>
        <source>no. </source>
        <translation>№ </translation>
    </message>
    <message>
        <source>Position of the first label in the output, from 0</source>
        <translation>Шығыстағы бірінші белгілеудің орны, 0-ден бастап</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>ықтималдықтар</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>логиттер</translation>
    </message>
    <message>
        <source>Kind of scores</source>
        <translation>Бағалардың түрі</translation>
    </message>
    <message>
        <source>Remove this answer</source>
        <translation>Бұл жауапты алып тастау</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of an attribute: expected are up to 40 of a-z, 0-9 and _.</source>
        <translation>«{name}» белгі аты бола алмайды: a-z, 0-9 және _ ішінен 40 таңбаға дейін күтіледі.</translation>
    </message>
    <message>
        <source>{attribute} has no label “{label}”; expected are {labels}.</source>
        <translation>{attribute}: «{label}» белгілеуі жоқ; күтілетіні: {labels}.</translation>
    </message>
    <message>
        <source>{attribute}: at least two labels are expected, all different.</source>
        <translation>{attribute}: кемінде екі, әртүрлі белгілеу күтіледі.</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>below {share}: {labels}</source>
        <translation>{share} төмен: {labels}</translation>
    </message>
    <message>
        <source>The likeliest answer is below {threshold}, where this model is wrong too often.</source>
        <translation>Ең ықтимал жауап {threshold} шегінен төмен: ондайда бұл модель тым жиі қателеседі.</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>сенімсіз</translation>
    </message>
</context>
<context>
    <name>AnswersStatus</name>
    <message>
        <source>Cancel</source>
        <translation>Бас тарту</translation>
    </message>
    <message>
        <source>Answer no further photo; the answers so far stay</source>
        <translation>Келесі фотоларға жауап бермеу; алынған жауаптар қалады</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Жалғастыру</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Кідірту</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Қайта жауап беру</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Жалғастыру</translation>
    </message>
    <message>
        <source>answered by {model}</source>
        <translation>{model} жауаптары</translation>
    </message>
    <message>
        <source>{done} of {total} answered, stopped by an error</source>
        <translation>{total} ішінен {done} дайын, қатеден тоқтады</translation>
    </message>
    <message>
        <source>{done} of {total} answered, cancelled</source>
        <translation>{total} ішінен {done} дайын, тоқтатылды</translation>
    </message>
    <message>
        <source>{done} of {total} answered, paused</source>
        <translation>{total} ішінен {done} дайын, кідіртілді</translation>
    </message>
    <message>
        <source>{done} of {total} answered</source>
        <translation>{total} ішінен {done} дайын</translation>
    </message>
    <message>
        <source>{done} of {total} answered, about {time} left</source>
        <translation>{total} ішінен {done} дайын, шамамен {time} қалды</translation>
    </message>
    <message>
        <source>Replace these answers by those of the model in use</source>
        <translation>Бұл жауаптарды қолданыстағы модельдің жауаптарымен ауыстыру</translation>
    </message>
    <message>
        <source>Answer the photos that are not answered yet</source>
        <translation>Әлі жауабы жоқ фотоларға жауап беру</translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, stopped by an error</source>
        <translation>
            <numerusform>екінші модель: %Ln фото қалды, қатеден тоқтады</numerusform>
            <numerusform>екінші модель: %Ln фото қалды, қатеден тоқтады</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, cancelled</source>
        <translation>
            <numerusform>екінші модель: %Ln фото қалды, тоқтатылды</numerusform>
            <numerusform>екінші модель: %Ln фото қалды, тоқтатылды</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, paused</source>
        <translation>
            <numerusform>екінші модель: %Ln фото қалды, кідіртілді</numerusform>
            <numerusform>екінші модель: %Ln фото қалды, кідіртілді</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go</source>
        <translation>
            <numerusform>екінші модель: %Ln фото қалды</numerusform>
            <numerusform>екінші модель: %Ln фото қалды</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, about {time} left</source>
        <translation>
            <numerusform>екінші модель: %Ln фото қалды, шамамен {time}</numerusform>
            <numerusform>екінші модель: %Ln фото қалды, шамамен {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>second model: answered by {model}</source>
        <translation>екінші модель: {model} жауаптары</translation>
    </message>
    <message>
        <source>the two models change places: {done} of {total} photos</source>
        <translation>екі модель орын ауыстыруда: {total} ішінен {done} фото</translation>
    </message>
    <message>
        <source>Leave the two models and their answers where they were</source>
        <translation>Екі модельді де, олардың жауаптарын да бұрынғы орнында қалдыру</translation>
    </message>
</context>
<context>
    <name>AuditDialog</name>
    <message>
        <source>&amp;Another audit</source>
        <translation>&amp;Басқа аудит</translation>
    </message>
    <message>
        <source>Sa&amp;ve…</source>
        <translation>Са&amp;қтау…</translation>
    </message>
    <message>
        <source>Auditing {name}</source>
        <translation>{name} аудиті</translation>
    </message>
    <message>
        <source>An audit is under way</source>
        <translation>Аудит жүріп жатыр</translation>
    </message>
    <message>
        <source>{model} is being audited on {data}.</source>
        <translation>{data} деректерінде {model} моделінің аудиті жүріп жатыр.</translation>
    </message>
    <message>
        <source>What it has found so far is not kept.</source>
        <translation>Осы уақытқа дейін табылғаны сақталмайды.</translation>
    </message>
    <message>
        <source>Stop the audit</source>
        <translation>Аудитті тоқтату</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Қайту</translation>
    </message>
    <message>
        <source>Audit a model</source>
        <translation>Модель аудиті</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Жабу</translation>
    </message>
    <message>
        <source>Measuring by other groups</source>
        <translation>Басқа топтар бойынша өлшеу</translation>
    </message>
    <message>
        <source>The audit of {model} is done.</source>
        <translation>{model} аудиті аяқталды.</translation>
    </message>
    <message>
        <source>The audit of {model} stopped: {why}</source>
        <translation>{model} аудиті тоқтады: {why}</translation>
    </message>
</context>
<context>
    <name>AugmentationPreview</name>
    <message>
        <source>as they are</source>
        <translation>сол күйінде</translation>
    </message>
    <message>
        <source>as the network sees them</source>
        <translation>желі көретіндей</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Басқалары</translation>
    </message>
    <message>
        <source>Show other pictures and other changes</source>
        <translation>Басқа суреттер мен басқа өзгерістерді көрсету</translation>
    </message>
    <message>
        <source>What the network is shown</source>
        <translation>Желіге не көрсетіледі</translation>
    </message>
</context>
<context>
    <name>BoxEditor</name>
    <message>
        <source>not a face</source>
        <translation>бет емес</translation>
    </message>
    <message>
        <source>The box was removed.</source>
        <translation>Жақтау алып тасталды.</translation>
    </message>
    <message>
        <source>boxes as detected</source>
        <translation>жақтаулар бағдарлама тапқандай</translation>
    </message>
    <message>
        <source>frame a face</source>
        <translation>бетті жақтаулау</translation>
    </message>
    <message>
        <source>change a box</source>
        <translation>жақтауды өзгерту</translation>
    </message>
    <message>
        <source>Boxes drawn by hand last until Facet is closed. To keep them, let it collect corrections.</source>
        <translation>Қолмен сызылған жақтаулар Facet жабылғанша ғана сақталады. Оларды сақтап қалу үшін түзетулерді жинауды қосыңыз.</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Баптаулар…</translation>
    </message>
</context>
<context>
    <name>BoxLegend</name>
    <message>
        <source>answered</source>
        <translation>жауап берілді</translation>
    </message>
    <message>
        <source>an answer is uncertain</source>
        <translation>жауап сенімсіз</translation>
    </message>
    <message>
        <source>Solid box: answered. Dashed box: an answer is uncertain.</source>
        <translation>Тұтас жақтау: жауап берілді. Үзік жақтау: жауап сенімсіз.</translation>
    </message>
</context>
<context>
    <name>BoxTool</name>
    <message>
        <source>Drag around a face to frame it. Arrows: move, with Shift: resize. Delete: not a face. Esc: done</source>
        <translation>Бетті тінтуірмен қоршаңыз. Көрсеткілер: жылжыту, Shift-пен: өлшемін өзгерту. Delete: бет емес. Esc: дайын</translation>
    </message>
</context>
<context>
    <name>BusyLine</name>
    <message>
        <source>At work</source>
        <translation>Жұмыс жүріп жатыр</translation>
    </message>
</context>
<context>
    <name>CalibrationTab</name>
    <message>
        <source>Of the answers given with 80 %, 80 % should agree with the labels: then the dots lie on the dotted line. Choose a dot to see its faces. The calibration error of every group is under By group.</source>
        <translation>80 % деп берілген жауаптардың 80 %-ы белгілерге сай келуі керек: сонда нүктелер үзік сызықта жатады. Беттерін көру үшін нүктені таңдаңыз. Әр топтың калибрлеу қатесі «Топтар бойынша» қойындысында.</translation>
    </message>
    <message>
        <source>Answers given with {low} to {high}</source>
        <translation>{low} – {high} деп берілген жауаптар</translation>
    </message>
</context>
<context>
    <name>CameraDialog</name>
    <message>
        <source>Take a picture</source>
        <translation>Суретке түсіру</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>Камера бейнесі</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Choose a camera</source>
        <translation>Камераны таңдаңыз</translation>
    </message>
    <message>
        <source>Take the picture</source>
        <translation>Түсіру</translation>
    </message>
    <message>
        <source>Space or Enter</source>
        <translation>Бос орын немесе Enter</translation>
    </message>
    <message>
        <source>Use this picture</source>
        <translation>Осы суретті алу</translation>
    </message>
    <message>
        <source>Take another</source>
        <translation>Қайта түсіру</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Қайталап көру</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бас тарту</translation>
    </message>
    <message>
        <source>Starting the camera…</source>
        <translation>Камера қосылып жатыр…</translation>
    </message>
    <message>
        <source>Nothing is recorded. Only the picture you use goes to Facet, and it stays on this machine.</source>
        <translation>Ештеңе жазылмайды. Facet-ке тек сіз алған сурет өтеді және ол осы компьютерде қалады.</translation>
    </message>
</context>
<context>
    <name>CameraLight</name>
    <message>
        <source>Camera is on</source>
        <translation>Камера қосулы</translation>
    </message>
    <message>
        <source>Camera is off</source>
        <translation>Камера өшірулі</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Photo</source>
        <translation>Фото</translation>
    </message>
</context>
<context>
    <name>CardView</name>
    <message>
        <source>Model card</source>
        <translation>Модель карточкасы</translation>
    </message>
    <message>
        <source>Model cards are written in English.</source>
        <translation>Модель карточкалары ағылшынша жазылған.</translation>
    </message>
</context>
<context>
    <name>CellMatrix</name>
    <message>
        <source>Pictures by perceived {attributes}</source>
        <translation>Суреттер, қабылдау бойынша: {attributes}</translation>
    </message>
    <message>
        <source>brightness {brightness}, sharpness {sharpness}</source>
        <translation>жарықтығы {brightness}, айқындығы {sharpness}</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>көрсетілмеген</translation>
    </message>
</context>
<context>
    <name>ChangedPicture</name>
    <message>
        <source>The changed face</source>
        <translation>Өзгертілген бет</translation>
    </message>
    <message>
        <source>The frame marks what the model sees.</source>
        <translation>Жақтау модельдің не көретінін көрсетеді.</translation>
    </message>
</context>
<context>
    <name>ChangesTab</name>
    <message>
        <source>Change of the picture</source>
        <translation>Суреттің өзгеруі</translation>
    </message>
    <message>
        <source>Changed answers by group</source>
        <translation>Топтар бойынша өзгерген жауаптар</translation>
    </message>
    <message>
        <source>Groups are those of the labels.</source>
        <translation>Топтар — белгілер бойынша.</translation>
    </message>
    <message>
        <source>Groups are what the model itself perceives in the pictures as they are.</source>
        <translation>Топтар — модельдің өзгертілмеген суреттерден қабылдағаны бойынша.</translation>
    </message>
    <message>
        <source>The model answers each face as it is, and again with the picture changed. The person stays the same, so the answer should too.</source>
        <translation>Модель әр бет туралы бастапқы суретте және өзгертілген суретте жауап береді. Адам сол күйінде қалады, сондықтан жауап та өзгермеуі керек.</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>best: epoch {n}</source>
        <translation>ең үздігі: {n}-эпоха</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>тексеру</translation>
    </message>
    <message>
        <source>training</source>
        <translation>оқыту</translation>
    </message>
    <message>
        <source>epoch {n}</source>
        <translation>{n}-эпоха</translation>
    </message>
</context>
<context>
    <name>ColumnList</name>
    <message>
        <source>not given</source>
        <translation>көрсетілмеген</translation>
    </message>
</context>
<context>
    <name>ColumnsField</name>
    <message>
        <source>What the model answers</source>
        <translation>Модель неге жауап береді</translation>
    </message>
    <message>
        <source>Choose at least one column for the model to answer.</source>
        <translation>Модель жауап беретін кемінде бір бағанды таңдаңыз.</translation>
    </message>
    <message>
        <source>Choose at least one column to group the figures by.</source>
        <translation>Көрсеткіштер топтастырылатын кемінде бір бағанды таңдаңыз.</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Жауап</translation>
    </message>
    <message>
        <source>Errors allowed</source>
        <translation>Рұқсат етілген қателер</translation>
    </message>
    <message>
        <source>Errors allowed, {attribute}</source>
        <translation>Рұқсат етілген қателер, {attribute}</translation>
    </message>
    <message>
        <source>The data have no such column.</source>
        <translation>Деректерде мұндай баған жоқ.</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Топтау</translation>
    </message>
    <message>
        <source>Share of wrong answers it may give; about the rest it is unsure.</source>
        <translation>Ол бере алатын қате жауаптардың үлесі; қалғанына ол сенімсіз.</translation>
    </message>
</context>
<context>
    <name>ColumnsPage</name>
    <message>
        <source>Back</source>
        <translation>Артқа</translation>
    </message>
    <message>
        <source>&amp;Use these columns</source>
        <translation>&amp;Осы бағандарды қолдану</translation>
    </message>
    <message>
        <source>What the columns of {name} mean</source>
        <translation>{name} бағандары нені білдіреді</translation>
    </message>
    <message>
        <source>Facet remembers it for all data with the same columns. Labels are what annotators perceived.</source>
        <translation>Facet мұны бағандары осындай барлық деректер үшін есте сақтайды. Белгілер — белгілеушілер қалай қабылдағаны.</translation>
    </message>
    <message>
        <source>Choose the column of the pictures.</source>
        <translation>Суреттер бағанын таңдаңыз.</translation>
    </message>
    <message>
        <source>Choose a label for {word} in {column}.</source>
        <translation>{column} бағанындағы {word} үшін белгі таңдаңыз.</translation>
    </message>
    <message>
        <source>What {column} means</source>
        <translation>{column} нені білдіреді</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Сурет</translation>
    </message>
    <message>
        <source>Grey values</source>
        <translation>Сұр түс мәндері</translation>
    </message>
    <message>
        <source>Name of the picture</source>
        <translation>Сурет атауы</translation>
    </message>
    <message>
        <source>Perceived {attribute}</source>
        <translation>Қабылданатын {attribute}</translation>
    </message>
    <message>
        <source>Age in years</source>
        <translation>Жасы (жыл)</translation>
    </message>
    <message>
        <source>An attribute of its own</source>
        <translation>Бөлек белгі</translation>
    </message>
    <message>
        <source>Only to group figures by</source>
        <translation>Тек топтау үшін</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>Оқылмайды</translation>
    </message>
    <message>
        <source>What {word} in {column} means</source>
        <translation>{column} бағанындағы {word} нені білдіреді</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Таңдаңыз…</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>Белгісіз</translation>
    </message>
    <message>
        <source>No column has labels so far.</source>
        <translation>Әзірге бірде-бір бағанда белгі жоқ.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Бағандар</translation>
    </message>
    <message>
        <source>Faces as they would be labelled</source>
        <translation>Осындай белгілері бар беттер</translation>
    </message>
    <message>
        <source>They appear once it is clear what the columns mean.</source>
        <translation>Бағандардың мағынасы белгілі болғанда көрінеді.</translation>
    </message>
</context>
<context>
    <name>CompareChart</name>
    <message>
        <source>Validation loss</source>
        <translation>Тексерудегі шығын</translation>
    </message>
    <message>
        <source>Perceived {attribute}, validation accuracy</source>
        <translation>Қабылдау, {attribute}: тексерудегі дәлдік</translation>
    </message>
</context>
<context>
    <name>CompareMenu</name>
    <message>
        <source>There is no other model</source>
        <translation>Басқа модель жоқ</translation>
    </message>
    <message>
        <source>No second model</source>
        <translation>Екінші модельсіз</translation>
    </message>
    <message>
        <source>Com&amp;pare with</source>
        <translation>С&amp;алыстыру</translation>
    </message>
</context>
<context>
    <name>CompareTab</name>
    <message>
        <source>Difference by group</source>
        <translation>Топтар бойынша айырма</translation>
    </message>
    <message>
        <source>Below: {first} less {second}, in points, on the same faces. Coloured is what is more than chance; of groups, judged beside the others.</source>
        <translation>Төменде: {first} минус {second}, пунктпен, дәл сол беттерде. Түспен — кездейсоқтықтан үлкені; топтар басқаларымен бірге бағаланады.</translation>
    </message>
    <message>
        <source>{model} comes from data of the same name: it may have been trained on these pictures, so its figures may be too good.</source>
        <translation>{model} аттас деректерде үйретілген: бәлкім, осы суреттерде, сондықтан оның көрсеткіштері асыра көрсетілген болуы мүмкін.</translation>
    </message>
    <message>
        <source>{model} agrees with the labels in {agreement}; {balanced} as a mean of the labels.</source>
        <translation>{model} белгілермен {agreement} келіседі; белгілер бойынша орташа {balanced}.</translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message>
        <source>Rows: label. Columns: prediction.</source>
        <translation>Жолдар: белгі. Бағандар: жауап.</translation>
    </message>
    <message numerus="yes">
        <source>%n labelled {label} answered {answer}</source>
        <translation>
            <numerusform>{label} деп белгіленген %Ln, жауап {answer}</numerusform>
            <numerusform>{label} деп белгіленген %Ln, жауап {answer}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Corrector</name>
    <message>
        <source>Corrections are not kept now</source>
        <translation>Қазір түзетулер сақталмайды</translation>
    </message>
    <message>
        <source>Let Facet collect corrections…</source>
        <translation>Facet-ке түзетулерді жинауға рұқсат беру…</translation>
    </message>
    <message>
        <source>Forget this correction</source>
        <translation>Бұл түзетуді ұмыту</translation>
    </message>
    <message numerus="yes">
        <source>For %n face(s):</source>
        <translation>
            <numerusform>%Ln бет үшін:</numerusform>
            <numerusform>%Ln бет үшін:</numerusform>
        </translation>
    </message>
    <message>
        <source>note what is right</source>
        <translation>дұрысын белгілеу</translation>
    </message>
    <message>
        <source>forget a correction</source>
        <translation>түзетуді ұмыту</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>&amp;Файлды таңдау…</translation>
    </message>
    <message>
        <source>Choose a f&amp;older…</source>
        <translation>&amp;Қалтаны таңдау…</translation>
    </message>
    <message>
        <source>&amp;Get data…</source>
        <translation>Деректерді &amp;алу…</translation>
    </message>
    <message>
        <source>Drop a data set here</source>
        <translation>Деректер жинағын осында сүйреп әкеліңіз</translation>
    </message>
    <message>
        <source>These data cannot be used</source>
        <translation>Бұл деректерді пайдалану мүмкін емес</translation>
    </message>
    <message>
        <source>Checking labels</source>
        <translation>Белгілерді тексеру</translation>
    </message>
    <message>
        <source>Looking at the faces in {name}</source>
        <translation>{name} ішіндегі беттерді қарау</translation>
    </message>
    <message>
        <source>&amp;Label these pictures…</source>
        <translation>Осы суреттерді &amp;белгілеу…</translation>
    </message>
    <message>
        <source>These pictures have no labels</source>
        <translation>Бұл суреттерде белгі жоқ</translation>
    </message>
    <message>
        <source>No label is doubtful.</source>
        <translation>Күмәнді белгі жоқ.</translation>
    </message>
    <message>
        <source>Labels that are probably wrong</source>
        <translation>Қате болуы мүмкін белгілер</translation>
    </message>
    <message>
        <source>Labels to check</source>
        <translation>Тексерілетін белгілер</translation>
    </message>
    <message>
        <source>Applying what was decided</source>
        <translation>Шешімдерді қолдану</translation>
    </message>
    <message>
        <source>{pictures}, and neither their names nor those of their folders are labels. Label them here, those first that teach a model most, and train from that.</source>
        <translation>{pictures}, олардың аттары да, қалталарының аттары да белгі емес. Оларды осы жерде белгілеңіз — алдымен модельге көбірек үйрететіндерін — және солармен үйретіңіз.</translation>
    </message>
    <message>
        <source>Choose a data set</source>
        <translation>Деректер жинағын таңдау</translation>
    </message>
    <message>
        <source>Choose a folder of pictures</source>
        <translation>Суреттер қалтасын таңдау</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>{name} оқылуда</translation>
    </message>
    <message>
        <source>Getting data from {place}</source>
        <translation>{place} сайтынан деректер алынуда</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Соңғылары</translation>
    </message>
    <message>
        <source>A table of pictures and labels, a zip archive or folder of UTKFace&apos;s or FairFace&apos;s pictures, folders of pictures named for what they show, or what other tools export: Parquet, WebDataset, COCO, Label Studio. The data stay where they are.</source>
        <translation>Суреттер мен белгілер кестесі, UTKFace не FairFace суреттерінің zip архиві не қалтасы, ондағы нәрсе бойынша аталған сурет қалталары немесе басқа бағдарламалар шығаратыны: Parquet, WebDataset, COCO, Label Studio. Деректер өз орнында қалады.</translation>
    </message>
    <message>
        <source>If the labels are in {tables}, choose that file.</source>
        <translation>Егер белгілер {tables} ішінде болса, сол файлды таңдаңыз.</translation>
    </message>
    <message>
        <source>Data sets (*.csv *.tsv *.zip *.parquet *.tar *.json *.jsonl *.txt);;All files (*)</source>
        <translation>Деректер жиындары (*.csv *.tsv *.zip *.parquet *.tar *.json *.jsonl *.txt);;Барлық файлдар (*)</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>{name} экспортталуда</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) left out.</source>
        <translation>
            <numerusform>%Ln сурет қалдырылды.</numerusform>
            <numerusform>%Ln сурет қалдырылды.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataView</name>
    <message>
        <source>Other data…</source>
        <translation>Басқа деректер…</translation>
    </message>
    <message>
        <source>Save the audit…</source>
        <translation>Аудитті сақтау…</translation>
    </message>
    <message>
        <source>A page to read, with ages, brightness and sharpness by group, or a table</source>
        <translation>Топтар бойынша жасы, жарықтығы және айқындығы бар оқуға арналған бет немесе кесте</translation>
    </message>
    <message>
        <source>Check &amp;labels…</source>
        <translation>&amp;Белгілерді тексеру…</translation>
    </message>
    <message>
        <source>Look for labels that are probably wrong, and decide about each</source>
        <translation>Қате болуы мүмкін белгілерді тауып, әрқайсысы туралы шешу</translation>
    </message>
    <message>
        <source>Medians over a group&apos;s pictures: brightness from 0, black, to 1, white; sharpness from 0, a blur, up. A model learns to be surer of a group whose pictures are better.</source>
        <translation>Топ суреттері бойынша медианалар: жарықтығы 0-ден (қара) 1-ге (ақ) дейін, айқындығы 0-ден (бұлыңғыр) жоғары. Модель суреттері жақсырақ топқа сенімдірек болуды үйренеді.</translation>
    </message>
    <message>
        <source>{title}: {pictures}</source>
        <translation>{title}: {pictures}</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) changed</source>
        <translation>
            <numerusform>%Ln белгі өзгертілді</numerusform>
            <numerusform>%Ln белгі өзгертілді</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) removed</source>
        <translation>
            <numerusform>%Ln белгі алынды</numerusform>
            <numerusform>%Ln белгі алынды</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) left out</source>
        <translation>
            <numerusform>%Ln бет шығарылды</numerusform>
            <numerusform>%Ln бет шығарылды</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) about other pictures</source>
        <translation>
            <numerusform>басқа суреттер туралы %Ln шешім</numerusform>
            <numerusform>басқа суреттер туралы %Ln шешім</numerusform>
        </translation>
    </message>
    <message>
        <source>By hand: {what}</source>
        <translation>Қолмен: {what}</translation>
    </message>
    <message>
        <source>Labels were checked by hand; none was changed.</source>
        <translation>Белгілер қолмен тексерілді; ешқайсысы өзгермеді.</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>көрсетілмеген</translation>
    </message>
    <message>
        <source>Brightness: from {low} ({lowest}) to {high} ({highest})</source>
        <translation>Жарықтығы: {low} ({lowest}) – {high} ({highest})</translation>
    </message>
    <message>
        <source>Sharpness: from {low} ({lowest}) to {high} ({highest})</source>
        <translation>Айқындығы: {low} ({lowest}) – {high} ({highest})</translation>
    </message>
    <message>
        <source>Split by {attributes}</source>
        <translation>Бөлу: {attributes}</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) skipped</source>
        <translation>
            <numerusform>%Ln жол өткізіп жіберілді</numerusform>
            <numerusform>%Ln жол өткізіп жіберілді</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) skipped, the first {shown}:</source>
        <translation>
            <numerusform>%Ln жол өткізіп жіберілді, алғашқы {shown}:</numerusform>
            <numerusform>%Ln жол өткізіп жіберілді, алғашқы {shown}:</numerusform>
        </translation>
    </message>
    <message>
        <source>Rows skipped</source>
        <translation>Өткізіп жіберілген жолдар</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Жол</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Себебі</translation>
    </message>
    <message>
        <source>Who is in it</source>
        <translation>Ішінде кімдер бар</translation>
    </message>
    <message>
        <source>What is in the data</source>
        <translation>Деректерде не бар</translation>
    </message>
    <message>
        <source>C&amp;olumns…</source>
        <translation>&amp;Бағандар…</translation>
    </message>
    <message>
        <source>Say what the columns of the table mean</source>
        <translation>Кесте бағандары нені білдіретінін көрсету</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>Э&amp;кспорттау…</translation>
    </message>
    <message>
        <source>Write the data, with what was decided about them, for other tools</source>
        <translation>Деректерді олар туралы шешімдермен бірге басқа бағдарламалар үшін жазу</translation>
    </message>
    <message>
        <source>Split as the data declare it, and by {attributes}</source>
        <translation>Деректерде көрсетілгендей және мына белгілер бойынша бөлу: {attributes}</translation>
    </message>
    <message>
        <source>{what} · {pictures}</source>
        <translation>{what} · {pictures}</translation>
    </message>
</context>
<context>
    <name>ExamplesView</name>
    <message>
        <source>Faces behind the figure</source>
        <translation>Көрсеткіштің артындағы беттер</translation>
    </message>
    <message numerus="yes">
        <source>{title}: {shown} of %n face(s), the surest first. Click one to open it.</source>
        <translation>
            <numerusform>{title}: %Ln беттің {shown}-і, алдымен ең сенімдісі. Ашу үшін басыңыз.</numerusform>
            <numerusform>{title}: %Ln беттің {shown}-і, алдымен ең сенімдісі. Ашу үшін басыңыз.</numerusform>
        </translation>
    </message>
    <message>
        <source>{title}: none.</source>
        <translation>{title}: жоқ.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the answers</source>
        <translation>Жауаптарды экспорттау</translation>
    </message>
    <message>
        <source>&amp;All open photos</source>
        <translation>&amp;Барлық ашық фото</translation>
    </message>
    <message numerus="yes">
        <source>The %n row(s) that the &amp;filter shows</source>
        <translation>
            <numerusform>&amp;Сүзгі көрсететін %Ln жол</numerusform>
            <numerusform>&amp;Сүзгі көрсететін %Ln жол</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n &amp;chosen row(s)</source>
        <translation>
            <numerusform>&amp;Таңдалған %Ln жол</numerusform>
            <numerusform>&amp;Таңдалған %Ln жол</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Wait for %n photo(s) that are not answered yet</source>
        <translation>
            <numerusform>Әлі жауабы жоқ %Ln фотоны &amp;күту</numerusform>
            <numerusform>Әлі жауабы жоқ %Ln фотоны &amp;күту</numerusform>
        </translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорттау…</translation>
    </message>
    <message numerus="yes">
        <source>The table will lack %n photo(s).</source>
        <translation>
            <numerusform>Кестеде %Ln фото болмайды.</numerusform>
            <numerusform>Кестеде %Ln фото болмайды.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Wait for the second model&apos;s answers to %n photo(s)</source>
        <translation>
            <numerusform>Екінші модельдің %Ln фотоға жауабын &amp;күту</numerusform>
            <numerusform>Екінші модельдің %Ln фотоға жауабын &amp;күту</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The table will lack the second model&apos;s answers to %n photo(s).</source>
        <translation>
            <numerusform>Кестеде екінші модельдің %Ln фотоға жауабы болмайды.</numerusform>
            <numerusform>Кестеде екінші модельдің %Ln фотоға жауабы болмайды.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>CSV, for spreadsheets (*.csv)</source>
        <translation>CSV, электрондық кестелерге (*.csv)</translation>
    </message>
    <message>
        <source>JSON Lines, for programs (*.jsonl)</source>
        <translation>JSON Lines, бағдарламаларға (*.jsonl)</translation>
    </message>
    <message>
        <source>JSON, one document (*.json)</source>
        <translation>JSON, бір құжат (*.json)</translation>
    </message>
    <message>
        <source>Parquet, for data tools (*.parquet)</source>
        <translation>Parquet, деректерді талдауға (*.parquet)</translation>
    </message>
    <message numerus="yes">
        <source>Export the answers for %n photo(s)</source>
        <translation>
            <numerusform>%Ln фотоның жауаптарын экспорттау</numerusform>
            <numerusform>%Ln фотоның жауаптарын экспорттау</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FaceCard</name>
    <message>
        <source>Drag the card out of the window to have it as a picture</source>
        <translation>Карточканы сурет етіп алу үшін оны терезеден сүйреп шығарыңыз</translation>
    </message>
    <message>
        <source>Note what is right (Ctrl+N)</source>
        <translation>Дұрысын белгілеу (Ctrl+N)</translation>
    </message>
    <message>
        <source>Note what is right for face {index}</source>
        <translation>{index}-бет үшін дұрысын белгілеу</translation>
    </message>
    <message>
        <source>Figures by group</source>
        <translation>Топтар бойынша көрсеткіштер</translation>
    </message>
    <message>
        <source>For whom this model errs, in its card</source>
        <translation>Бұл модель кімге қатысты қателеседі, карточкасында</translation>
    </message>
    <message>
        <source>How often this model errs for pictures like this one was not measured.</source>
        <translation>Бұл модельдің мұндай суреттерде қаншалық жиі қателесетіні өлшенбеген.</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>Егер…</translation>
    </message>
    <message>
        <source>Change the picture and see how the answers change (Ctrl+I)</source>
        <translation>Суретті өзгертіп, жауаптардың қалай өзгеретінін көру (Ctrl+I)</translation>
    </message>
    <message>
        <source>The two models answer differently.</source>
        <translation>Екі модель әртүрлі жауап береді.</translation>
    </message>
    <message>
        <source>≠ differ</source>
        <translation>≠ бөлек</translation>
    </message>
</context>
<context>
    <name>FaceColumns</name>
    <message>
        <source>Photo</source>
        <translation>Фото</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Ескертпе</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Айырма</translation>
    </message>
    <message>
        <source>Second model:
{attribute}</source>
        <translation>Екінші модель:
{attribute}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Өлшемі</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Сенімділік</translation>
    </message>
    <message>
        <source>The largest difference of a probability</source>
        <translation>Ықтималдықтардың ең үлкен айырмасы</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>жауап жоқ</translation>
    </message>
    <message>
        <source>{name}, face {n}</source>
        <translation>{name}, {n}-бет</translation>
    </message>
    <message>
        <source>No face was found.</source>
        <translation>Бет табылмады.</translation>
    </message>
    <message>
        <source>Second model: {attribute}: {answer}</source>
        <translation>Екінші модель: {attribute}: {answer}</translation>
    </message>
    <message>
        <source>≠ uncertain</source>
        <translation>≠ сенімсіз</translation>
    </message>
    <message>
        <source>≠ {answer}</source>
        <translation>≠ {answer}</translation>
    </message>
    <message>
        <source>uncertain: {label}</source>
        <translation>сенімсіз: {label}</translation>
    </message>
    <message>
        <source>{n} px</source>
        <translation>{n} пикс.</translation>
    </message>
</context>
<context>
    <name>FacePanel</name>
    <message>
        <source>Faces</source>
        <translation>Беттер</translation>
    </message>
    <message>
        <source>No face was found</source>
        <translation>Бет табылмады</translation>
    </message>
    <message>
        <source>Facet looks for faces that are turned to the camera, not too small and not hidden. Try a closer or brighter picture, or press B and drag around a face to frame it by hand.</source>
        <translation>Facet камераға қараған, тым кішкентай емес және ештеңе жаппаған беттерді іздейді. Жақынырақ немесе жарығырақ суретті байқап көріңіз немесе B пернесін басып, бетті қолмен қоршаңыз.</translation>
    </message>
</context>
<context>
    <name>FacesModel</name>
    <message>
        <source>no label</source>
        <translation>белгі жоқ</translation>
    </message>
</context>
<context>
    <name>FacesPage</name>
    <message>
        <source>Attribute to check</source>
        <translation>Тексерілетін белгі түрі</translation>
    </message>
    <message>
        <source>Check one by one</source>
        <translation>Бір-бірлеп тексеру</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Артқа</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Беттер</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Тор</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Кесте</translation>
    </message>
    <message>
        <source>Open photo</source>
        <translation>Фотоны ашу</translation>
    </message>
    <message>
        <source>Exclude chosen</source>
        <translation>Таңдалғандарды алып тастау</translation>
    </message>
    <message>
        <source>Leave the chosen rows out until Show everything (Delete)</source>
        <translation>Таңдалған жолдарды «Бәрін көрсету» басылғанша көрсетпеу (Delete)</translation>
    </message>
    <message>
        <source>Open photos to see their faces here</source>
        <translation>Беттерді осы жерден көру үшін фотоларды ашыңыз</translation>
    </message>
    <message>
        <source>Order: photos</source>
        <translation>Реті: фото бойынша</translation>
    </message>
    <message>
        <source>{attribute}: least certain first</source>
        <translation>{attribute}: алдымен сенімсіздері</translation>
    </message>
    <message>
        <source>{attribute}: most certain first</source>
        <translation>{attribute}: алдымен сенімдірегі</translation>
    </message>
    <message>
        <source>Largest faces first</source>
        <translation>Алдымен ең үлкен беттер</translation>
    </message>
    <message>
        <source>Smallest faces first</source>
        <translation>Алдымен ең кіші беттер</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) chosen</source>
        <translation>
            <numerusform>%Ln жол таңдалды</numerusform>
            <numerusform>%Ln жол таңдалды</numerusform>
        </translation>
    </message>
    <message>
        <source>Order of the faces</source>
        <translation>Беттердің реті</translation>
    </message>
    <message>
        <source>Faces found</source>
        <translation>Табылған беттер</translation>
    </message>
    <message>
        <source>Enter or a double click opens the photo with this face chosen</source>
        <translation>Enter немесе екі рет басу фотоны осы бет таңдалған күйде ашады</translation>
    </message>
    <message>
        <source>Largest difference of the two models first</source>
        <translation>Алдымен екі модельдің ең үлкен айырмасы</translation>
    </message>
    <message>
        <source>{attribute}: largest difference first</source>
        <translation>{attribute}: алдымен ең үлкен айырма</translation>
    </message>
</context>
<context>
    <name>FigureTable</name>
    <message>
        <source>{group} (few)</source>
        <comment>faces</comment>
        <translation>{group} (аз)</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Пункт</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Үлесі</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Беттер</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % аралық</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Open photos</source>
        <translation>Ашық фотолар</translation>
    </message>
    <message>
        <source>Remove from the strip</source>
        <translation>Таспадан алып тастау</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>{attribute}: any</source>
        <translation>{attribute}: кез келген</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>сенімсіз</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Жолдар</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>Барлық жол</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Беттер</translation>
    </message>
    <message>
        <source>Uncertain answers</source>
        <translation>Сенімсіз жауаптар</translation>
    </message>
    <message>
        <source>Photos without a face</source>
        <translation>Бетсіз фотолар</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Қателер</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Сапасы</translation>
    </message>
    <message>
        <source>Quality: any</source>
        <translation>Сапасы: кез келген</translation>
    </message>
    <message>
        <source>nothing against it</source>
        <translation>ескертусіз</translation>
    </message>
    <message>
        <source>something against it</source>
        <translation>ескертуі бар</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Бәрін көрсету</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%Ln жол</numerusform>
            <numerusform>%Ln жол</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n row(s)</source>
        <translation>
            <numerusform>%Ln жолдың {shown}-і</numerusform>
            <numerusform>%Ln жолдың {shown}-і</numerusform>
        </translation>
    </message>
    <message>
        <source>Photo name</source>
        <translation>Фото аты</translation>
    </message>
    <message>
        <source>Size of the face</source>
        <translation>Беттің өлшемі</translation>
    </message>
    <message>
        <source>Size: any</source>
        <translation>Өлшемі: кез келген</translation>
    </message>
    <message>
        <source>{low} px or more</source>
        <translation>{low} пикс. және одан үлкен</translation>
    </message>
    <message>
        <source>{low} to {high} px</source>
        <translation>{low}–{high} пикс.</translation>
    </message>
    <message>
        <source>under {high} px</source>
        <translation>{high} пикселден кіші</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Сенімділік</translation>
    </message>
    <message>
        <source>Lowest certainty</source>
        <translation>Ең төмен сенімділік</translation>
    </message>
    <message>
        <source>Highest certainty</source>
        <translation>Ең жоғары сенімділік</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Тазалау</translation>
    </message>
    <message>
        <source>Certainty: any</source>
        <translation>Сенімділік: кез келген</translation>
    </message>
    <message>
        <source>Certainty: {attribute}</source>
        <translation>Сенімділік: {attribute}</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>Екінші модель</translation>
    </message>
    <message>
        <source>Second model: any</source>
        <translation>Екінші модель: кез келген</translation>
    </message>
    <message>
        <source>the models disagree</source>
        <translation>модельдер келіспейді</translation>
    </message>
    <message>
        <source>they disagree: {attribute}</source>
        <translation>келіспейді: {attribute}</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Found in the data</source>
        <translation>Деректерден табылғаны</translation>
    </message>
    <message>
        <source>Leave out everything found here</source>
        <translation>Мұнда табылғанның бәрін шығарып тастау</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Көрсету</translation>
    </message>
    <message>
        <source>Show: {text}</source>
        <translation>Көрсету: {text}</translation>
    </message>
    <message>
        <source>What is checked is left out. Copies that stay lie on one side of the split.</source>
        <translation>Белгіленгені шығарып тасталады. Қалған көшірмелер бөліністің бір бөлігінде болады.</translation>
    </message>
    <message>
        <source>No copies, no contradictions, nothing unreadable.</source>
        <translation>Көшірме де, қайшылық та, оқылмайтын сурет те жоқ.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that cannot be read</source>
        <translation>
            <numerusform>Оқылмайтын %Ln сурет</numerusform>
            <numerusform>Оқылмайтын %Ln сурет</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that show nothing</source>
        <translation>
            <numerusform>Ештеңе көрінбейтін %Ln сурет</numerusform>
            <numerusform>Ештеңе көрінбейтін %Ln сурет</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) whose copies are labelled otherwise</source>
        <translation>
            <numerusform>Көшірмелері басқаша белгіленген %Ln сурет</numerusform>
            <numerusform>Көшірмелері басқаша белгіленген %Ln сурет</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied exactly from others</source>
        <translation>
            <numerusform>Басқа суреттердің %Ln дәл көшірмесі</numerusform>
            <numerusform>Басқа суреттердің %Ln дәл көшірмесі</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied nearly from others</source>
        <translation>
            <numerusform>Басқа суреттердің %Ln жуық көшірмесі</numerusform>
            <numerusform>Басқа суреттердің %Ln жуық көшірмесі</numerusform>
        </translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Барлығын таңдау</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Try the sample picture</source>
        <translation>Үлгі суретті байқап көру</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Келесі</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Өткізіп жіберу</translation>
    </message>
    <message>
        <source>First, a photo</source>
        <translation>Алдымен фото</translation>
    </message>
    <message>
        <source>Open one, drag it onto the window, or try the sample picture. It stays on this computer.</source>
        <translation>Фотоны ашыңыз, терезеге сүйреп әкеліңіз немесе үлгі суретті байқап көріңіз. Ол осы компьютерде қалады.</translation>
    </message>
    <message>
        <source>Read the answer</source>
        <translation>Жауапты оқыңыз</translation>
    </message>
    <message>
        <source>Beside each face stands what the model perceives, and how sure it is. A dashed box marks an uncertain answer; below stand the reasons, and how often such answers are wrong.</source>
        <translation>Әр беттің жанында модель не қабылдайтыны және қаншалық сенімді екені жазылған. Үзік жақтау сенімсіз жауапты білдіреді; төменде — себептері мен ондай жауаптардың қаншалық жиі қате болатыны.</translation>
    </message>
    <message>
        <source>Look at many faces, or train</source>
        <translation>Көп бетті қараңыз немесе оқытыңыз</translation>
    </message>
    <message>
        <source>Open a folder and see all its faces in a grid, filtered and sorted; or train a model of your own and audit for whom it errs.</source>
        <translation>Қалтаны ашып, оның барлық беттерін сүзіп, сұрыптап тордан көріңіз; немесе өз моделіңізді оқытып, кім үшін қателесетінін тексеріңіз.</translation>
    </message>
    <message>
        <source>{n} of 3. {title}</source>
        <translation>3 қадамның {n}-і. {title}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Дайын</translation>
    </message>
</context>
<context>
    <name>GapsTab</name>
    <message>
        <source>Largest gaps</source>
        <translation>Ең үлкен алшақтықтар</translation>
    </message>
    <message>
        <source>The groups are too small to be compared.</source>
        <translation>Топтар салыстыруға тым шағын.</translation>
    </message>
    <message>
        <source>Judged together, no gap between groups is surely more than chance.</source>
        <translation>Бірге бағаланғанда топтар арасындағы бірде-бір алшақтықты кездейсоқтықтан үлкен деп сенімді айтуға болмайды.</translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) of {total} judged together are more than chance: they are coloured.</source>
        <translation>
            <numerusform>Бірге бағаланған {total} алшақтықтың %Ln-і кездейсоқтықтан үлкен: олар түспен белгіленген.</numerusform>
            <numerusform>Бірге бағаланған {total} алшақтықтың %Ln-і кездейсоқтықтан үлкен: олар түспен белгіленген.</numerusform>
        </translation>
    </message>
    <message>
        <source>{figure}, by {columns}</source>
        <translation>{figure}; бөлінуі: {columns}</translation>
    </message>
    <message>
        <source>{group}, answered otherwise than labelled</source>
        <translation>{group}: жауап белгіге сай емес</translation>
    </message>
    <message>
        <source>The largest gaps come first.</source>
        <translation>Алдымен ең үлкен алшақтықтар көрсетілген.</translation>
    </message>
    <message>
        <source>These come first, then the others; of both the largest first.</source>
        <translation>Алдымен солар, содан кейін қалғандары; екеуінде де ең үлкенінен бастап.</translation>
    </message>
</context>
<context>
    <name>GetPage</name>
    <message>
        <source>Get data from the web</source>
        <translation>Желіден деректер алу</translation>
    </message>
    <message>
        <source>Facet connects to nothing by itself. It fetches what you name here and sends nothing but the request. Mind the terms of the data: UTKFace is for research that is not commercial.</source>
        <translation>Facet өздігінен еш жерге қосылмайды. Ол осында көрсетілгенді жүктейді және сұраудан басқа ештеңе жібермейді. Деректердің шарттарын ескеріңіз: UTKFace коммерциялық емес зерттеулерге арналған.</translation>
    </message>
    <message>
        <source>https://…, a Google Drive link, or kaggle:OWNER/NAME</source>
        <translation>https://…, Google Drive сілтемесі немесе kaggle:ИЕСІ/АТАУЫ</translation>
    </message>
    <message>
        <source>UTKFace as one table of 200 MB, from Kaggle</source>
        <translation>UTKFace бір кесте түрінде, 200 МБ, Kaggle сайтынан</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Таңдау…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Артқа</translation>
    </message>
    <message>
        <source>&amp;Get</source>
        <translation>А&amp;лу</translation>
    </message>
    <message>
        <source>Will connect to {place}.</source>
        <translation>{place} серверіне қосылады.</translation>
    </message>
    <message>
        <source>Choose a folder for the data</source>
        <translation>Деректерге арналған қалтаны таңдаңыз</translation>
    </message>
    <message>
        <source>Where the data come from</source>
        <translation>Деректер қайдан алынады</translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation>Деректер қалтасы</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>Қа&amp;йдан</translation>
    </message>
    <message>
        <source>&amp;Into</source>
        <translation>&amp;Қайда</translation>
    </message>
    <message>
        <source>Facet cannot get data from this address.</source>
        <translation>Бұл мекенжайдан Facet дерек ала алмайды.</translation>
    </message>
</context>
<context>
    <name>GroupsTab</name>
    <message>
        <source>Grouped by</source>
        <translation>Топтау</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Көрсеткіш</translation>
    </message>
    <message>
        <source>Figures by group</source>
        <translation>Топтар бойынша көрсеткіштер</translation>
    </message>
    <message numerus="yes">
        <source>Groups of fewer than %n face(s) are marked as few. Nothing is ranked.</source>
        <translation>
            <numerusform>%Ln беттен аз топтар «аз» деп белгіленген. Ештеңе орынға бөлінбейді.</numerusform>
            <numerusform>%Ln беттен аз топтар «аз» деп белгіленген. Ештеңе орынға бөлінбейді.</numerusform>
        </translation>
    </message>
    <message>
        <source>Dotted is the figure over everybody; coloured is what lies off it with its whole interval.</source>
        <translation>Үзік сызық — барлығы бойынша көрсеткіш; түспен — бүкіл аралығымен одан тыс жатқаны.</translation>
    </message>
    <message>
        <source>no face</source>
        <translation>бет жоқ</translation>
    </message>
    <message>
        <source>{group}. Rows: label. Columns: prediction. Choose a cell to see its faces.</source>
        <translation>{group}. Жолдар: белгі. Бағандар: жауап. Беттерін көру үшін ұяшықты таңдаңыз.</translation>
    </message>
    <message>
        <source>{group}, answered otherwise than labelled</source>
        <translation>{group}: жауап белгіге сай емес</translation>
    </message>
    <message>
        <source>{group}, labelled {label}, answered {answer}</source>
        <translation>{group}: белгісі {label}, жауап {answer}</translation>
    </message>
    <message>
        <source>&amp;Figure</source>
        <translation>&amp;Көрсеткіш</translation>
    </message>
    <message>
        <source>Grouped &amp;by</source>
        <translation>&amp;Топтау</translation>
    </message>
</context>
<context>
    <name>HeatLegend</name>
    <message>
        <source>Where the model looked for “{label}”: the brighter, the more that answer depended on it. A hint, not a proof.</source>
        <translation>«{label}» жауабы үшін модель қараған жер: неғұрлым жарық болса, жауап соған солғұрлым көп тәуелді болған. Бұл — дәлел емес, тек меңзеу.</translation>
    </message>
    <message>
        <source>The answer “{label}” depends on no single part: none of them, taken away, weakens it.</source>
        <translation>«{label}» жауабы беттің ешбір жеке бөлігіне тәуелді емес: қайсысын алып тастаса да, ол әлсіремейді.</translation>
    </message>
    <message>
        <source>Occlusion: parts of the face are blurred away one by one, and each counts by how much that weakens the answer.</source>
        <translation>Окклюзия: беттің бөліктері бір-бірлеп бұлдыратылады, әрқайсысы жауапты қаншалық әлсіреткеніне қарай есептеледі.</translation>
    </message>
    <message>
        <source>Class activation: what each field of the network&apos;s last layer adds to the answer.</source>
        <translation>Класс белсенділігі: желінің соңғы қабатындағы әр өрістің жауапқа қосатыны.</translation>
    </message>
    <message>
        <source>It shows what the model used, not whether it was right to.</source>
        <translation>Бұл модельдің неге сүйенгенін көрсетеді, оның дұрыс-бұрыстығын емес.</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Пернелер тіркесімдері</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>Глоссарий</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Search</source>
        <translation>Іздеу</translation>
    </message>
    <message>
        <source>Nothing is called so here.</source>
        <translation>Мұнда ондай атау жоқ.</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>Photos and videos ({kinds});;All files (*)</source>
        <translation>Фото мен бейне ({kinds});;Барлық файлдар (*)</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Фото ашу</translation>
    </message>
    <message>
        <source>Open a folder of photos</source>
        <translation>Фотолар қалтасын ашу</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>Қойылды</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Сүйреп әкелінді</translation>
    </message>
    <message>
        <source>That is only the picture&apos;s address, and Facet fetches nothing from the network. Copy the picture itself and paste it here.</source>
        <translation>Бұл — суреттің тек мекенжайы, ал Facet желіден ештеңе жүктемейді. Суреттің өзін көшіріп, осында қойыңыз.</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard. Copy a picture or a file first.</source>
        <translation>Алмасу буферінде сурет жоқ. Алдымен суретті немесе файлды көшіріңіз.</translation>
    </message>
</context>
<context>
    <name>LabelQueue</name>
    <message>
        <source>Attribute</source>
        <translation>Белгі түрі</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Көрсету</translation>
    </message>
    <message>
        <source>All ({count})</source>
        <translation>Барлығы ({count})</translation>
    </message>
    <message>
        <source>Decided: the label stays.</source>
        <translation>Шешілді: белгі қалады.</translation>
    </message>
    <message>
        <source>Decided: {label}.</source>
        <translation>Шешілді: {label}.</translation>
    </message>
    <message>
        <source>Decided: cannot tell; the label is not used.</source>
        <translation>Шешілді: айту мүмкін емес; белгі пайдаланылмайды.</translation>
    </message>
    <message>
        <source>Decided: the face is left out.</source>
        <translation>Шешілді: бет шығарылды.</translation>
    </message>
</context>
<context>
    <name>LabelView</name>
    <message>
        <source>Progress</source>
        <translation>Барысы</translation>
    </message>
    <message>
        <source>Cannot tell (C)</source>
        <translation>Айта алмаймын (C)</translation>
    </message>
    <message>
        <source>Leave the face out (X)</source>
        <translation>Бетті шығару (X)</translation>
    </message>
    <message>
        <source>Previous (←)</source>
        <translation>Алдыңғы (←)</translation>
    </message>
    <message>
        <source>Next (→)</source>
        <translation>Келесі (→)</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Болдырмау (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Дайын</translation>
    </message>
    <message>
        <source>{at} of {total}</source>
        <translation>{total} ішінен {at}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>жоқ</translation>
    </message>
    <message>
        <source>Label: {label}</source>
        <translation>Белгісі: {label}</translation>
    </message>
    <message>
        <source>Keep “{label}” (K)</source>
        <translation>«{label}» қалсын (K)</translation>
    </message>
    <message>
        <source>This picture cannot be read.</source>
        <translation>Бұл суретті оқу мүмкін емес.</translation>
    </message>
    <message>
        <source>Suggested: {label}</source>
        <translation>Ұсынылады: {label}</translation>
    </message>
    <message>
        <source>An exact copy of this picture has another label.</source>
        <translation>Бұл суреттің дәл көшірмесінде басқа белгі бар.</translation>
    </message>
    <message>
        <source>A model that has not seen this label disagrees with it.</source>
        <translation>Бұл белгіні көрмеген модель онымен келіспейді.</translation>
    </message>
    <message>
        <source>Which label do you perceive?</source>
        <translation>Сіз қай белгіні қабылдайсыз?</translation>
    </message>
    <message>
        <source>{label}, suggested</source>
        <translation>{label}, ұсынылады</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>оқылмайды</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>белгі жоқ</translation>
    </message>
    <message>
        <source>Exact copy</source>
        <translation>Дәл көшірме</translation>
    </message>
    <message>
        <source>Near copy</source>
        <translation>Дерлік дәл көшірме</translation>
    </message>
    <message>
        <source>The face</source>
        <translation>Бет</translation>
    </message>
</context>
<context>
    <name>LastResort</name>
    <message>
        <source>Facet cannot start.</source>
        <translation>Facet іске қосылмайды.</translation>
    </message>
    <message>
        <source>Start it again. If it happens again, copy the report and send it to the makers of Facet.</source>
        <translation>Қайта іске қосыңыз. Қайталанса, есепті көшіріп, Facet авторларына жіберіңіз.</translation>
    </message>
    <message>
        <source>Something happened that Facet did not expect.</source>
        <translation>Facet күтпеген жағдай болды.</translation>
    </message>
    <message>
        <source>The program stays open. If it happens again, copy the report and send it to the makers of Facet.</source>
        <translation>Бағдарлама ашық қалады. Қайталанса, есепті көшіріп, Facet авторларына жіберіңіз.</translation>
    </message>
</context>
<context>
    <name>LimitsTab</name>
    <message>
        <source>What such a model is for</source>
        <translation>Мұндай модель не үшін керек</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Шектері</translation>
    </message>
    <message>
        <source>Terms of the data</source>
        <translation>Деректердің шарттары</translation>
    </message>
</context>
<context>
    <name>Live</name>
    <message>
        <source>Camera {time}</source>
        <translation>Камера {time}</translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>Off until you switch it on: people may come into a live picture whom nobody asked, and answers that change with every frame soon look like facts.</source>
        <translation>Өзіңіз қоспайынша өшірулі: тірі бейнеге ешкім сұрамаған адамдар түсуі мүмкін, ал әр кадрмен өзгеретін жауаптар тез-ақ факті сияқты көрінеді.</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>perceived: {label} {percent}</source>
        <translation>қабылданатыны: {label} {percent}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Zoom</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>ОП</translation>
    </message>
    <message>
        <source>The result is in the clipboard.</source>
        <translation>Нәтиже алмасу буферінде.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%Ln бет</numerusform>
            <numerusform>%Ln бет</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Undo</source>
        <translation>Болдырмау</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Көшіру</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Бұл хабарды жабу</translation>
    </message>
</context>
<context>
    <name>MitigationField</name>
    <message>
        <source>Errors evened out</source>
        <translation>Қай қателер теңестіріледі</translation>
    </message>
    <message>
        <source>Between the groups of (none chosen: the other answers that Facet knows)</source>
        <translation>Мына бағандар топтары арасында (таңдалмаса: Facet білетін басқа жауаптар)</translation>
    </message>
    <message>
        <source>of the first answer</source>
        <translation>бірінші жауаптың</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Модель</translation>
    </message>
    <message>
        <source>No model was found</source>
        <translation>Модель табылмады</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name of the model</source>
        <translation>Модельдің аты</translation>
    </message>
</context>
<context>
    <name>NetworkFormDialog</name>
    <message>
        <source>The form of {name}</source>
        <translation>{name} желісінің сипаттамасы</translation>
    </message>
    <message>
        <source>&amp;Add an answer</source>
        <translation>Жауап &amp;қосу</translation>
    </message>
    <message>
        <source>&amp;Use this form</source>
        <translation>Осы сипаттаманы қ&amp;олдану</translation>
    </message>
    <message>
        <source>Running the network…</source>
        <translation>Желі іске қосылуда…</translation>
    </message>
    <message>
        <source>The form used last time.</source>
        <translation>Өткен жолы қолданылған сипаттама.</translation>
    </message>
    <message>
        <source>The file does not say how the network is fed and what its answers mean; this is a guess. The range, the order of the colours and the order of the labels cannot be seen from outside: check them in its documentation, and with the faces on the right.</source>
        <translation>Файлда желінің кірісіне не берілетіні және жауаптары нені білдіретіні айтылмаған; бұл — болжам. Ауқым, түстердің реті мен белгілеулердің реті сырттан көрінбейді: оларды желінің құжаттамасымен және оң жақтағы жүздермен салыстырып тексеріңіз.</translation>
    </message>
    <message>
        <source>one number or three are expected, with commas between them</source>
        <translation>бір сан немесе үтірмен бөлінген үш сан күтіледі</translation>
    </message>
    <message>
        <source>Labels in the order of the output, with commas between them.</source>
        <translation>Шығыс ретімен белгілеулер, үтірмен бөлінген.</translation>
    </message>
    <message>
        <source>Its answers with this form</source>
        <translation>Осы сипаттамамен жауаптары</translation>
    </message>
    <message>
        <source>No face was found in the first pictures of the data.</source>
        <translation>Деректердің алғашқы суреттерінен жүз табылмады.</translation>
    </message>
    <message>
        <source>What it answers</source>
        <translation>Не деп жауап береді</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бас тарту</translation>
    </message>
</context>
<context>
    <name>NewLabelQueue</name>
    <message>
        <source>Train from these labels</source>
        <translation>Осы белгілермен үйрету</translation>
    </message>
    <message>
        <source>Label {attribute}</source>
        <translation>Белгілеу: {attribute}</translation>
    </message>
    <message>
        <source>At least {n} labels, of two kinds or more</source>
        <translation>Кемінде {n} белгі, екі не одан көп түрлі</translation>
    </message>
    <message>
        <source>Every face has been asked about.</source>
        <translation>Әр бет туралы сұралды.</translation>
    </message>
    <message>
        <source>Decided: {label}.</source>
        <translation>Шешілді: {label}.</translation>
    </message>
    <message>
        <source>Decided: cannot tell.</source>
        <translation>Шешілді: айту мүмкін емес.</translation>
    </message>
    <message>
        <source>{n} of {total} labelled</source>
        <translation>{total} ішінен {n} белгіленді</translation>
    </message>
</context>
<context>
    <name>NewLabelsForm</name>
    <message>
        <source>Back</source>
        <translation>Артқа</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>&amp;Бастау</translation>
    </message>
    <message>
        <source>Label {pictures}</source>
        <translation>Белгілеу: {pictures}</translation>
    </message>
    <message>
        <source>Facet shows the faces of {folder}, first those whose labels teach a model most. Labels are saved as you go, in a table beside the folder. Say what you perceive, not what a person is.</source>
        <translation>Facet {folder} ішіндегі беттерді көрсетеді, алдымен белгілері модельге көбірек үйрететіндерін. Белгілер бірден қалтаның жанындағы кестеге сақталады. Адамның кім екенін емес, өзіңіз не қабылдайтыныңызды көрсетіңіз.</translation>
    </message>
    <message>
        <source>Another attribute</source>
        <translation>Басқа белгі түрі</translation>
    </message>
    <message>
        <source>A name that begins with a Latin letter, and two or more labels, separated by commas.</source>
        <translation>Латын әрпінен басталатын атау және үтірмен бөлінген екі не одан көп белгі.</translation>
    </message>
    <message>
        <source>What is asked about each face</source>
        <translation>Әр бет туралы не сұралады</translation>
    </message>
    <message>
        <source>glasses</source>
        <translation>glasses</translation>
    </message>
    <message>
        <source>none, clear, dark</source>
        <translation>жоқ, мөлдір, қара</translation>
    </message>
    <message>
        <source>&amp;Ask for</source>
        <translation>&amp;Сұралатыны</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Атауы</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Белгілер</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Facet</source>
        <translation>Facet</translation>
    </message>
</context>
<context>
    <name>OpenCollection</name>
    <message>
        <source>Collections and tables of Facet ({kinds})</source>
        <translation>Facet жинақтары мен кестелері ({kinds})</translation>
    </message>
    <message>
        <source>Open a collection</source>
        <translation>Жинақты ашу</translation>
    </message>
    <message>
        <source>Collections (*{suffix})</source>
        <translation>Жинақтар (*{suffix})</translation>
    </message>
    <message>
        <source>Save the collection</source>
        <translation>Жинақты сақтау</translation>
    </message>
    <message>
        <source>An export is waiting</source>
        <translation>Экспорт күтіп тұр</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not answered yet.</source>
        <translation>
            <numerusform>%Ln фотоның жауабы әлі жоқ.</numerusform>
            <numerusform>%Ln фотоның жауабы әлі жоқ.</numerusform>
        </translation>
    </message>
    <message>
        <source>If you close Facet now, {name} is not written.</source>
        <translation>Facet қазір жабылса, {name} жазылмайды.</translation>
    </message>
    <message>
        <source>Close without it</source>
        <translation>Онсыз жабу</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Қайту</translation>
    </message>
    <message>
        <source>Facet</source>
        <translation>Facet</translation>
    </message>
    <message numerus="yes">
        <source>The answers to %n photo(s) are not saved.</source>
        <translation>
            <numerusform>%Ln фотоның жауаптары сақталмаған.</numerusform>
            <numerusform>%Ln фотоның жауаптары сақталмаған.</numerusform>
        </translation>
    </message>
    <message>
        <source>If you keep them, they are there again at the next start. Otherwise they are deleted.</source>
        <translation>Қалдырылса, олар келесі іске қосуда қайта ашылады. Әйтпесе жойылады.</translation>
    </message>
    <message>
        <source>Save the collection first if you want to keep them.</source>
        <translation>Керек болса, алдымен жинақты сақтаңыз.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бас тарту</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>Жою</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Қалдыру</translation>
    </message>
    <message numerus="yes">
        <source>The %n photo(s) that you kept are open again.</source>
        <translation>
            <numerusform>Сіз қалдырған %Ln фото қайта ашылды.</numerusform>
            <numerusform>Сіз қалдырған %Ln фото қайта ашылды.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n photo(s) are not answered yet; it goes on from there.</source>
        <translation>
            <numerusform>{name}: %Ln фотоның жауабы әлі жоқ; жұмыс жалғасады.</numerusform>
            <numerusform>{name}: %Ln фотоның жауабы әлі жоқ; жұмыс жалғасады.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n photo(s), all of them answered.</source>
        <translation>
            <numerusform>{name}: %Ln фото, барлығының жауабы бар.</numerusform>
            <numerusform>{name}: %Ln фото, барлығының жауабы бар.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) have changed and are answered again.</source>
        <translation>
            <numerusform>%Ln фото өзгерді, оларға қайта жауап беріледі.</numerusform>
            <numerusform>%Ln фото өзгерді, оларға қайта жауап беріледі.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are in another place now; they are answered there.</source>
        <translation>
            <numerusform>%Ln фото енді басқа жерде; жауап сол жерде беріледі.</numerusform>
            <numerusform>%Ln фото енді басқа жерде; жауап сол жерде беріледі.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are no longer there; their answers stay.</source>
        <translation>
            <numerusform>%Ln фото енді жоқ; олардың жауаптары қалады.</numerusform>
            <numerusform>%Ln фото енді жоқ; олардың жауаптары қалады.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>{path} ретінде сақталды</translation>
    </message>
    <message numerus="yes">
        <source>The export is written when the remaining %n photo(s) are answered.</source>
        <translation>
            <numerusform>Экспорт қалған %Ln фотоға жауап берілгенде жазылады.</numerusform>
            <numerusform>Экспорт қалған %Ln фотоға жауап берілгенде жазылады.</numerusform>
        </translation>
    </message>
    <message>
        <source>Write it now</source>
        <translation>Қазір жазу</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are answered.</source>
        <translation>
            <numerusform>%Ln фото бойынша жауап берілді.</numerusform>
            <numerusform>%Ln фото бойынша жауап берілді.</numerusform>
        </translation>
    </message>
    <message>
        <source>An error stopped the answering after {done} of {total}.</source>
        <translation>Қате жауап беруді {total} ішінен {done} кейін тоқтатты.</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>Жуырда&amp;ғыны ашу</translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation>Тізімді &amp;тазарту</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Әзірге ештеңе жоқ</translation>
    </message>
</context>
<context>
    <name>RecipeForm</name>
    <message>
        <source>More</source>
        <translation>Тағы</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Үйрену</translation>
    </message>
    <message>
        <source>Fairness between groups</source>
        <translation>Топтар арасындағы әділдік</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Аугментация</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Желі</translation>
    </message>
</context>
<context>
    <name>RecipePage</name>
    <message>
        <source>Name of the run</source>
        <translation>Оқытудың аты</translation>
    </message>
    <message>
        <source>Load recipe…</source>
        <translation>Рецептті жүктеу…</translation>
    </message>
    <message>
        <source>Save recipe…</source>
        <translation>Рецептті сақтау…</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>{path} жазылмады: {reason}.</translation>
    </message>
    <message>
        <source>As in the report</source>
        <translation>Есептегідей</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>Қосымша оқыту</translation>
    </message>
    <message>
        <source>Last layer only</source>
        <translation>Тек соңғы қабат</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Жақсырақ</translation>
    </message>
    <message>
        <source>Quick look</source>
        <translation>Жылдам көз салу</translation>
    </message>
    <message>
        <source>The student report&apos;s network and settings</source>
        <translation>Студенттік есептегідей</translation>
    </message>
    <message>
        <source>Starts from a network that knows faces: the best answers, even from few faces</source>
        <translation>Бет-әлпетті білетін желіден басталады: сурет аз болса да, ең жақсы жауаптар</translation>
    </message>
    <message>
        <source>The same network as it is, with new answers: takes seconds, a little less accurate</source>
        <translation>Сол желі өзгеріссіз, тек жауаптары жаңа: бірнеше секунд, дәлдігі сәл төмен</translation>
    </message>
    <message>
        <source>Deeper, with attention and augmentation, from random weights; takes much longer</source>
        <translation>Тереңірек, назар механизмі және аугментациясы бар, кездейсоқ салмақтардан; әлдеқайда ұзақ</translation>
    </message>
    <message>
        <source>Small and short: are the data any good?</source>
        <translation>Шағын әрі қысқа: деректер жарай ма?</translation>
    </message>
    <message>
        <source>Your own recipe</source>
        <translation>Өз рецептіңіз</translation>
    </message>
    <message>
        <source>Load a recipe</source>
        <translation>Рецептті жүктеу</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>Рецепттер (*.json)</translation>
    </message>
    <message>
        <source>Save the recipe</source>
        <translation>Рецептті сақтау</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>What was open last time could not be read. It was put aside as {path}</source>
        <translation>Өткен жолы ашық болғанды оқу мүмкін болмады. Ол {path} жолына қойылды</translation>
    </message>
    <message numerus="yes">
        <source>Facet ended unexpectedly. The %n photo(s) that had a file are open again.</source>
        <translation>
            <numerusform>Facet күтпеген жерден жабылды. Файлы болған %Ln фото қайта ашылды.</numerusform>
            <numerusform>Facet күтпеген жерден жабылды. Файлы болған %Ln фото қайта ашылды.</numerusform>
        </translation>
    </message>
    <message>
        <source>Facet</source>
        <translation>Facet</translation>
    </message>
    <message numerus="yes">
        <source>Facet ended unexpectedly twice with the same %n photo(s) open.</source>
        <translation>
            <numerusform>Facet дәл сол %Ln фото ашық тұрғанда екі рет күтпеген жерден жабылды.</numerusform>
            <numerusform>Facet дәл сол %Ln фото ашық тұрғанда екі рет күтпеген жерден жабылды.</numerusform>
        </translation>
    </message>
    <message>
        <source>One of them may be the reason.</source>
        <translation>Себебі солардың бірінде болуы мүмкін.</translation>
    </message>
    <message>
        <source>&amp;Open them again</source>
        <translation>Қайта &amp;ашу</translation>
    </message>
    <message>
        <source>&amp;Leave them closed</source>
        <translation>&amp;Жабық қалдыру</translation>
    </message>
    <message>
        <source>This is what is known of it; it is sent nowhere. If it happens again, copy it and send it to the makers of Facet.</source>
        <translation>Бұл туралы белгілісі осы; ол ешқайда жіберілмейді. Қайталанса, көшіріп, Facet авторларына жіберіңіз.</translation>
    </message>
    <message>
        <source>It is kept as {path}</source>
        <translation>{path} ретінде сақталған</translation>
    </message>
    <message>
        <source>Facet ended unexpectedly last time.</source>
        <translation>Өткен жолы Facet күтпеген жерден жабылды.</translation>
    </message>
</context>
<context>
    <name>ReliabilityView</name>
    <message>
        <source>Reliability diagram</source>
        <translation>Сенімділік диаграммасы</translation>
    </message>
    <message>
        <source>confidence {confidence}, accuracy {accuracy} ({interval}), faces: {n}</source>
        <translation>сенімділік {confidence}, дәлдік {accuracy} ({interval}), бет саны: {n}</translation>
    </message>
    <message>
        <source>confidence (across), accuracy (up)</source>
        <translation>сенімділік (көлденең), дәлдік (тік)</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Facet</source>
        <translation>Facet</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Есеп</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>Есепті &amp;көшіру</translation>
    </message>
    <message>
        <source>&amp;Delete report</source>
        <translation>Есепті &amp;жою</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>{model} on {data}</source>
        <translation>{data} бойынша {model}</translation>
    </message>
    <message>
        <source>By group</source>
        <translation>Топтар бойынша</translation>
    </message>
    <message>
        <source>Largest gaps</source>
        <translation>Ең үлкен алшақтықтар</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Калибрлеу</translation>
    </message>
    <message>
        <source>Two models</source>
        <translation>Екі модель</translation>
    </message>
    <message>
        <source>Changed pictures</source>
        <translation>Өзгертілген суреттер</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Шектері</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>Т&amp;оптар</translation>
    </message>
    <message>
        <source>Choose the columns of the data to group by</source>
        <translation>Топтауға арналған дерек бағандарын таңдау</translation>
    </message>
    <message>
        <source>Save the chart…</source>
        <translation>Графикті сақтау…</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Бет (*.html)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save the figures</source>
        <translation>Көрсеткіштерді сақтау</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Use this model</source>
        <translation>Осы модельді алу</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Басқаша сақтау…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Тастау</translation>
    </message>
    <message>
        <source>Clearly less accurate than {model}, which is in use: {attributes}.</source>
        <translation>Қолданыстағы {model} моделінен анық төмен дәлдік: {attributes}.</translation>
    </message>
    <message>
        <source>Save the figures…</source>
        <translation>Көрсеткіштерді сақтау…</translation>
    </message>
    <message>
        <source>{model} was in use before.</source>
        <translation>Бұрын {model} қолданыста болған.</translation>
    </message>
    <message>
        <source>{model} is in use.</source>
        <translation>{model} қолданыста.</translation>
    </message>
    <message>
        <source>{attribute}: {own}, beside its {other}.</source>
        <translation>{attribute}: {own}, ондағысы {other}.</translation>
    </message>
</context>
<context>
    <name>RunComparison</name>
    <message>
        <source>Runs compared</source>
        <translation>Оқытуларды салыстыру</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} ішінен {done}</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Эпохалар</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Ең үздік эпоха</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Уақыты</translation>
    </message>
    <message>
        <source>Best score</source>
        <translation>Ең үздік балл</translation>
    </message>
    <message>
        <source>Validation loss of that epoch</source>
        <translation>Сол эпохадағы тексеру шығыны</translation>
    </message>
    <message>
        <source>{attribute}, test accuracy</source>
        <translation>{attribute}, тесттегі дәлдік</translation>
    </message>
    <message>
        <source>{attribute}, balanced test accuracy</source>
        <translation>{attribute}, тесттегі теңгерілген дәлдік</translation>
    </message>
    <message>
        <source>{attribute}, test accuracy of the worst group</source>
        <translation>{attribute}, ең нашар топтың тесттегі дәлдігі</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Деректер</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>иә</translation>
    </message>
    <message>
        <source>no</source>
        <translation>жоқ</translation>
    </message>
</context>
<context>
    <name>RunLine</name>
    <message>
        <source>Resume</source>
        <translation>Жалғастыру</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Кідірту</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Тоқтатылуда…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бас тарту</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>шамамен {time} қалды</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>Кідіртілуде…</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Chart</source>
        <translation>График</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Нәтижелер</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Осы модельді алу</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сақтау</translation>
    </message>
    <message>
        <source>{name} answers for your photos now.</source>
        <translation>Енді фотоларыңыз бойынша {name} жауап береді.</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>{name} ретінде сақталды.</translation>
    </message>
    <message>
        <source>Measuring {name}</source>
        <translation>{name} өлшенуде</translation>
    </message>
    <message>
        <source>Measuring by other groups</source>
        <translation>Басқа топтар бойынша өлшеу</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Progress of the training</source>
        <translation>Оқыту барысы</translation>
    </message>
    <message>
        <source>Progress within the epoch</source>
        <translation>Эпоха барысы</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Бастау</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Жалғастыру</translation>
    </message>
    <message>
        <source>Go on after the last epoch kept</source>
        <translation>Соңғы сақталған эпохадан әрі жалғастыру</translation>
    </message>
    <message>
        <source>Make a model of it</source>
        <translation>Осыдан модель жасау</translation>
    </message>
    <message>
        <source>Measure and package the best epoch so far, without training on</source>
        <translation>Әрі қарай оқытпай, осыған дейінгі ең үздік эпоханы өлшеп, жинау</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>{epochs} эпоханың {epoch}-і</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) a second</source>
        <translation>
            <numerusform>секундына %Ln сурет</numerusform>
            <numerusform>секундына %Ln сурет</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready to train</source>
        <translation>Оқытуға дайын</translation>
    </message>
    <message>
        <source>{name}: preparing</source>
        <translation>{name}: дайындық</translation>
    </message>
    <message>
        <source>{name}: training</source>
        <translation>{name}: оқыту</translation>
    </message>
    <message>
        <source>{name}: pausing</source>
        <translation>{name}: кідіртілуде</translation>
    </message>
    <message>
        <source>{name}: paused</source>
        <translation>{name}: кідіртілді</translation>
    </message>
    <message>
        <source>{name}: cancelling</source>
        <translation>{name}: тоқтатылуда</translation>
    </message>
    <message>
        <source>{name}: stopped by an error</source>
        <translation>{name}: қатеден тоқтады</translation>
    </message>
    <message>
        <source>{name}: done</source>
        <translation>{name}: дайын</translation>
    </message>
    <message>
        <source>{name}: cancelled</source>
        <translation>{name}: тоқтатылды</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s); the best, {best}, became the model.</source>
        <translation>
            <numerusform>%Ln эпоха; ең үздігі, {best}-эпоха, модель болды.</numerusform>
            <numerusform>%Ln эпоха; ең үздігі, {best}-эпоха, модель болды.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n epoch(s), as none was better than {best}, which became the model.</source>
        <translation>
            <numerusform>%Ln эпохадан кейін тоқтады: {best}-эпохадан жақсысы болмады, сол модель болды.</numerusform>
            <numerusform>%Ln эпохадан кейін тоқтады: {best}-эпохадан жақсысы болмады, сол модель болды.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was kept: no epoch was done.</source>
        <translation>Ештеңе сақталмады: бірде-бір эпоха аяқталмады.</translation>
    </message>
    <message>
        <source>1 epoch is kept.</source>
        <translation>1 эпоха сақталды.</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s) are kept; the best is {best}.</source>
        <translation>
            <numerusform>%Ln эпоха сақталды; ең үздігі — {best}-эпоха.</numerusform>
            <numerusform>%Ln эпоха сақталды; ең үздігі — {best}-эпоха.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the chart…</source>
        <translation>Графикті сақтау…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} ішінен {done}</translation>
    </message>
    <message>
        <source>Since epoch {n} the training loss has fallen but the validation loss has not: overfitting.</source>
        <translation>{n}-дәуірден бері үйрету шығыны азайды, ал тексеру шығыны азайған жоқ: шамадан тыс үйрену.</translation>
    </message>
    <message>
        <source>You can close this window: the training continues and shows in the status bar.</source>
        <translation>Бұл терезені жабуға болады: үйрету жалғасады, оның барысы күй жолағында көрінеді.</translation>
    </message>
</context>
<context>
    <name>RunsView</name>
    <message>
        <source>Earlier runs</source>
        <translation>Бұрынғы оқытулар</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ашу</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Жалғастыру</translation>
    </message>
    <message>
        <source>Go on after the last epoch kept</source>
        <translation>Соңғы сақталған эпохадан әрі жалғастыру</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Жою…</translation>
    </message>
    <message>
        <source>Delete a run</source>
        <translation>Оқытуды жою</translation>
    </message>
    <message>
        <source>Delete {name}?</source>
        <translation>{name} жойылсын ба?</translation>
    </message>
    <message numerus="yes">
        <source>Its recipe, its %n epoch(s) and its model in the run&apos;s folder are lost. Models saved from it stay.</source>
        <translation>
            <numerusform>Рецепті, %Ln эпохасы және қалтасындағы моделі жоғалады. Одан сақталған модельдер қалады.</numerusform>
            <numerusform>Рецепті, %Ln эпохасы және қалтасындағы моделі жоғалады. Одан сақталған модельдер қалады.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Жою</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Қалдыру</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>жүріп жатыр</translation>
    </message>
    <message>
        <source>done</source>
        <translation>дайын</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>тоқтатылды</translation>
    </message>
    <message>
        <source>stopped by an error</source>
        <translation>қатеден тоқтады</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>үзілді</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Оқыту</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Күйі</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Эпохалар</translation>
    </message>
    <message>
        <source>Best score</source>
        <translation>Ең үздік балл</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Басталуы</translation>
    </message>
    <message>
        <source>Save the chart…</source>
        <translation>Графикті сақтау…</translation>
    </message>
    <message>
        <source>No runs yet.</source>
        <translation>Әзірге іске қосулар жоқ.</translation>
    </message>
    <message>
        <source>Mean of the balanced accuracies of all answers on the validation set</source>
        <translation>Тексеру жиынындағы барлық жауаптың теңгерілген дәлдіктерінің орташасы</translation>
    </message>
    <message>
        <source>Select several to compare them.</source>
        <translation>Салыстыру үшін бірнешеуін таңдаңыз.</translation>
    </message>
    <message>
        <source>Comparison of the selected runs</source>
        <translation>Таңдалған оқытуларды салыстыру</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Қисықтар</translation>
    </message>
    <message>
        <source>Figures and recipes</source>
        <translation>Көрсеткіштер мен рецепттер</translation>
    </message>
    <message>
        <source>Runs, the newest first</source>
        <translation>Іске қосулар, алдымен жаңалары</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save the picture with its boxes</source>
        <translation>Суретті жақтауларымен сақтау</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.webp)</source>
        <translation>Суреттер (*.png *.jpg *.webp)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Баптаулар</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Бастапқыға қайтару</translation>
    </message>
    <message>
        <source>the model&apos;s own, {percent}</source>
        <translation>модельдікі, {percent}</translation>
    </message>
    <message>
        <source>A later Facet wrote these settings. What this one knows of them holds.</source>
        <translation>Бұл баптауларды жаңарақ Facet жазған. Осысы білетіні күшінде.</translation>
    </message>
    <message>
        <source>Unknown to this Facet, and left as they are: {keys}</source>
        <translation>Бұл Facet-ке белгісіз, сол күйінде қалдырылды: {keys}</translation>
    </message>
    <message>
        <source>{path} could not be written. What you change holds until Facet is closed.</source>
        <translation>{path} жазылмады. Өзгерткеніңіз Facet жабылғанша күшінде.</translation>
    </message>
    <message>
        <source>Everything is as it was at first.</source>
        <translation>Бәрі бастапқыдай.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Беттер</translation>
    </message>
    <message>
        <source>Set everything back to how it was at first</source>
        <translation>Бәрін бастапқы қалпына қайтару</translation>
    </message>
    <message>
        <source>This takes effect when Facet starts the next time.</source>
        <translation>Бұл Facet келесі жолы іске қосылғанда күшіне енеді.</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Қазір қайта іске қосу</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>&amp;Файлды таңдау…</translation>
    </message>
    <message>
        <source>Choose a f&amp;older…</source>
        <translation>&amp;Қалтаны таңдау…</translation>
    </message>
    <message>
        <source>See what light, colour and &amp;blur change, too (takes longer; needs no labels)</source>
        <translation>Жарық, түс, &amp;бұлыңғырлық әсері де (ұзағырақ; белгісіз)</translation>
    </message>
    <message>
        <source>&amp;Start the audit</source>
        <translation>&amp;Аудитті бастау</translation>
    </message>
    <message>
        <source>no other model</source>
        <translation>басқа модель жоқ</translation>
    </message>
    <message>
        <source>Drop a data set here or choose one: a CSV file, a zip archive, a folder, or a training&apos;s folder.</source>
        <translation>Сүйреп әкеліңіз не таңдаңыз: CSV, zip, қалта, оқыту қалтасы.</translation>
    </message>
    <message>
        <source>Choose a data set</source>
        <translation>Деректер жинағын таңдау</translation>
    </message>
    <message>
        <source>Choose a folder of pictures</source>
        <translation>Суреттер қалтасын таңдау</translation>
    </message>
    <message>
        <source>For whom does a model err?</source>
        <translation>Модель кімге қатысты қателеседі?</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Деректер</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Модель</translation>
    </message>
    <message>
        <source>&amp;Compare with</source>
        <translation>&amp;Салыстыру</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>&amp;Жуырдағы</translation>
    </message>
    <message>
        <source>The model answers labelled faces, found and aligned as in any photo, and its figures are given by group. Use data that it was not trained on.</source>
        <translation>Модель кез келген фотодағыдай табылып, тураланған белгіленген беттер туралы жауап береді, көрсеткіштері топтар бойынша беріледі. Ол үйретілмеген деректерді алыңыз.</translation>
    </message>
    <message>
        <source>O&amp;ther…</source>
        <translation>&amp;Өзге…</translation>
    </message>
    <message>
        <source>A network made elsewhere (ONNX, LiteRT, Keras), or a table with the answers of any model</source>
        <translation>Басқа бағдарламада жасалған желі (ONNX, LiteRT, Keras) немесе кез келген модельдің жауаптары бар кесте</translation>
    </message>
    <message>
        <source>For&amp;m…</source>
        <translation>Сипа&amp;ттама…</translation>
    </message>
    <message>
        <source>How the network is fed and what it answers</source>
        <translation>Желінің кірісіне не беріледі және ол не деп жауап береді</translation>
    </message>
    <message>
        <source>Only for models of Facet</source>
        <translation>Тек Facet модельдері үшін</translation>
    </message>
    <message>
        <source>The labels in {name}. Or choose the data that the names in it belong to.</source>
        <translation>{name} ішіндегі белгілеулер. Немесе ондағы атаулар тиесілі деректерді таңдаңыз.</translation>
    </message>
    <message>
        <source>Networks and tables of answers (*.onnx *.tflite *.keras *.h5 *.csv);;All files (*)</source>
        <translation>Желілер мен жауап кестелері (*.onnx *.tflite *.keras *.h5 *.csv);;Барлық файлдар (*)</translation>
    </message>
    <message>
        <source>Choose a model of another program</source>
        <translation>Басқа бағдарламаның моделін таңдаңыз</translation>
    </message>
    <message>
        <source>Data sets (*.csv *.tsv *.zip *.parquet *.tar *.json);;All files (*)</source>
        <translation>Деректер жиындары (*.csv *.tsv *.zip *.parquet *.tar *.json);;Барлық файлдар (*)</translation>
    </message>
    <message>
        <source>A Keras file can hold code</source>
        <translation>Keras файлында код болуы мүмкін</translation>
    </message>
    <message>
        <source>Open {name}?</source>
        <translation>{name} ашылсын ба?</translation>
    </message>
    <message>
        <source>What Keras recognises as code is refused, but not all of it may be. Open only files from people you trust, or ask for ONNX or LiteRT, which hold no code.</source>
        <translation>Keras код деп таныған нәрсе қабылданбайды, бірақ бәрі бірдей танылмауы мүмкін. Тек өзіңіз сенетін адамдардың файлдарын ашыңыз немесе коды жоқ ONNX не LiteRT сұраңыз.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Ашу</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бас тарту</translation>
    </message>
</context>
<context>
    <name>SplitBar</name>
    <message>
        <source>Split</source>
        <translation>Бөлініс</translation>
    </message>
    <message>
        <source>training</source>
        <translation>оқыту</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>тексеру</translation>
    </message>
    <message>
        <source>calibration</source>
        <translation>калибрлеу</translation>
    </message>
    <message>
        <source>test</source>
        <translation>тест</translation>
    </message>
</context>
<context>
    <name>StepHeader</name>
    <message>
        <source>Step {n}: {name}</source>
        <translation>{n}-қадам: {name}</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message>
        <source>By group</source>
        <translation>Топтар бойынша</translation>
    </message>
    <message>
        <source>Share of the faces that match the filter, and its 95 % interval; the filter on the attribute itself does not count. Pale: a group of few faces, only a hint.</source>
        <translation>Сүзгіге сай беттердің үлесі және оның 95 % аралығы; белгінің өзі бойынша сүзгі ескерілмейді. Солғын: тобында бет аз, бұл тек нұсқау.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%Ln фото</numerusform>
            <numerusform>%Ln фото</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%Ln бет</numerusform>
            <numerusform>%Ln бет</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) without a face</source>
        <translation>
            <numerusform>%Ln фото бетсіз</numerusform>
            <numerusform>%Ln фото бетсіз</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be read</source>
        <translation>
            <numerusform>%Ln фото оқылмады</numerusform>
            <numerusform>%Ln фото оқылмады</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) without an answer of the second model</source>
        <translation>
            <numerusform>%Ln бетке екінші модельдің жауабы жоқ</numerusform>
            <numerusform>%Ln бетке екінші модельдің жауабы жоқ</numerusform>
        </translation>
    </message>
    <message>
        <source>The second model answers when the first has answered all photos. It cannot answer faces of photos in an object store, of photos that cannot be read, or of tables without key points.</source>
        <translation>Екінші модель бірінші модель барлық фотоға жауап бергеннен кейін жауап береді. Ол нысан қоймасындағы фотолардағы, оқылмайтын фотолардағы және негізгі нүктелері жоқ кестелердегі беттерге жауап бере алмайды.</translation>
    </message>
    <message numerus="yes">
        <source>{attribute}: both models agree on {count} of %n face(s), {share}</source>
        <translation>
            <numerusform>{attribute}: екі модель %Ln беттің {count} бетінде келіседі, {share}</numerusform>
            <numerusform>{attribute}: екі модель %Ln беттің {count} бетінде келіседі, {share}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TermButton</name>
    <message>
        <source>What “{term}” means</source>
        <translation>«{term}» нені білдіреді</translation>
    </message>
</context>
<context>
    <name>TermLine</name>
    <message>
        <source>What these words mean:</source>
        <translation>Бұл сөздердің мағынасы:</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Position in the video</source>
        <translation>Бейнедегі орны</translation>
    </message>
    <message>
        <source>Left and Right: a frame; PgUp and PgDown: 5 s</source>
        <translation>Солға және оңға: кадр; PgUp және PgDown: 5 с</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Кідірту</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Ойнату</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>A training is under way</source>
        <translation>Оқыту жүріп жатыр</translation>
    </message>
    <message>
        <source>{name} is in epoch {epoch} of {epochs}.</source>
        <translation>{name}: {epochs} эпоханың {epoch}-і.</translation>
    </message>
    <message>
        <source>The epochs done are kept, and the run can go on from there another time.</source>
        <translation>Аяқталған эпохалар сақталады, оқытуды кейін сол жерден жалғастыруға болады.</translation>
    </message>
    <message>
        <source>Stop and keep what is trained so far</source>
        <translation>Тоқтатып, оқытылғанын сақтау</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Қайту</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Көрсету</translation>
    </message>
    <message>
        <source>The training “{name}” stopped: {why}</source>
        <translation>«{name}» үйретуі тоқтады: {why}</translation>
    </message>
    <message>
        <source>The training “{name}” is done.</source>
        <translation>«{name}» үйретуі аяқталды.</translation>
    </message>
</context>
<context>
    <name>TrainingChart</name>
    <message>
        <source>Loss</source>
        <translation>Шығын</translation>
    </message>
    <message>
        <source>Perceived {attribute}, accuracy</source>
        <translation>Қабылдау, {attribute}: дәлдік</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Data</source>
        <translation>Деректер</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Рецепт</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Оқыту</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>Бұрынғы оқытулар</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Артқа</translation>
    </message>
    <message>
        <source>Next: the recipe</source>
        <translation>Әрі қарай: рецепт</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Оқытуды бастау</translation>
    </message>
    <message>
        <source>A training is under way; one at a time.</source>
        <translation>Оқыту жүріп жатыр; бір мезгілде біреу ғана.</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Жасыру</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Жабу</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Тастау</translation>
    </message>
    <message>
        <source>Discard {name}?</source>
        <translation>{name} тасталсын ба?</translation>
    </message>
    <message>
        <source>Its model, chart and epochs are deleted. Models saved from it stay.</source>
        <translation>Моделі, графигі және эпохалары жойылады. Одан сақталған модельдер қалады.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Қалдыру</translation>
    </message>
    <message>
        <source>{name} was deleted.</source>
        <translation>{name} жойылды.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Модельді оқыту</translation>
    </message>
</context>
<context>
    <name>TrainingStatus</name>
    <message>
        <source>Show the training</source>
        <translation>Оқытуды көрсету</translation>
    </message>
    <message>
        <source>training: cancelled</source>
        <translation>оқыту: тоқтатылды</translation>
    </message>
    <message>
        <source>training: done</source>
        <translation>оқыту: дайын</translation>
    </message>
    <message>
        <source>training: failed</source>
        <translation>оқыту: қате</translation>
    </message>
    <message>
        <source>training: cancelling…</source>
        <translation>оқыту: тоқтатылуда…</translation>
    </message>
    <message>
        <source>training: preparing</source>
        <translation>оқыту: дайындық</translation>
    </message>
    <message>
        <source>training: epoch {epoch}/{epochs}</source>
        <translation>оқыту: эпоха {epoch}/{epochs}</translation>
    </message>
    <message>
        <source>training: epoch {epoch}/{epochs}, paused</source>
        <translation>оқыту: эпоха {epoch}/{epochs}, кідіртілді</translation>
    </message>
    <message>
        <source>training: epoch {epoch}/{epochs} ~{time}</source>
        <translation>оқыту: эпоха {epoch}/{epochs} ~{time}</translation>
    </message>
    <message>
        <source>training: preparing, {share}</source>
        <translation>үйрету: дайындық, {share}</translation>
    </message>
</context>
<context>
    <name>VideoDialog</name>
    <message>
        <source>Video picture</source>
        <translation>Бейне суреті</translation>
    </message>
    <message>
        <source>&amp;Capture this frame</source>
        <translation>Осы кадрды &amp;алу</translation>
    </message>
    <message>
        <source>Enter: put it among your photos</source>
        <translation>Enter: фотоларыңызға қосу</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Қайталап кө&amp;ру</translation>
    </message>
    <message>
        <source>Opening the video…</source>
        <translation>Бейне ашылуда…</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>&amp;Жабу</translation>
    </message>
    <message>
        <source>The frame at {time} is among your photos.</source>
        <translation>{time} кезіндегі кадр фотоларыңыздың ішінде.</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Drop a photo here, open one, or take a picture</source>
        <translation>Фотоны осында сүйреп әкеліңіз, ашыңыз немесе суретке түсіріңіз</translation>
    </message>
    <message>
        <source>Try the sample picture</source>
        <translation>Үлгі суретпен байқап көру</translation>
    </message>
    <message>
        <source>This photo cannot be shown</source>
        <translation>Бұл фотоны көрсету мүмкін емес</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>{done} MB downloaded</source>
        <translation>{done} МБ жүктелді</translation>
    </message>
    <message>
        <source>{done} of {total} MB downloaded</source>
        <translation>{total} МБ-тан {done} МБ жүктелді</translation>
    </message>
    <message>
        <source>{done} of {total} MB read</source>
        <translation>{total} МБ-тың {done} МБ-ы оқылды</translation>
    </message>
    <message>
        <source>Pictures checked: {done} of {total}</source>
        <translation>Тексерілген сурет: {total} ішінен {done}</translation>
    </message>
    <message>
        <source>Pictures searched for faces: {done} of {total}</source>
        <translation>Бет ізделген сурет: {total} ішінен {done}</translation>
    </message>
    <message>
        <source>Faces compared: {done} of {total}</source>
        <translation>Салыстырылған беттер: {done} / {total}</translation>
    </message>
    <message>
        <source>Parts of the labels checked: {done} of {total}</source>
        <translation>Тексерілген белгі бөліктері: {done} / {total}</translation>
    </message>
    <message>
        <source>Faces answered by {model}: {done} of {total}</source>
        <translation>{model}: {total} беттің {done}-іне жауап берілді</translation>
    </message>
    <message>
        <source>Pictures written: {done} of {total}</source>
        <translation>Жазылған суреттер: {total} ішінен {done}</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Start</source>
        <translation>Бастау</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Артқа</translation>
    </message>
</context>
<context>
    <name>WhatIfSliders</name>
    <message>
        <source>Reset (Delete)</source>
        <translation>Қалпына келтіру (Delete)</translation>
    </message>
    <message>
        <source>Reset {change}</source>
        <translation>Қалпына келтіру: {change}</translation>
    </message>
</context>
<context>
    <name>WhatIfWindow</name>
    <message>
        <source>What if</source>
        <translation>Егер</translation>
    </message>
    <message>
        <source>No face is chosen. Choose one in the photo.</source>
        <translation>Бет таңдалмаған. Фотодан біреуін таңдаңыз.</translation>
    </message>
    <message>
        <source>Hold to see the &amp;original</source>
        <translation>Басып тұрыңыз: &amp;бастапқы сурет</translation>
    </message>
    <message>
        <source>&amp;Reset all</source>
        <translation>Бәрін &amp;қалпына келтіру</translation>
    </message>
    <message>
        <source>&amp;Save picture…</source>
        <translation>Суретті &amp;сақтау…</translation>
    </message>
    <message>
        <source>Face {index} of {count}</source>
        <translation>{count} беттің {index}-і</translation>
    </message>
    <message>
        <source>This shows how this model&apos;s answer depends on the picture. The person is the same throughout.</source>
        <translation>Мұнда осы модельдің жауабы суретке қалай тәуелді екені көрінеді. Адам үнемі сол адам.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Жабу</translation>
    </message>
    <message>
        <source>Answers as “{change}” changes</source>
        <translation>«{change}» өзгергендегі жауаптар</translation>
    </message>
    <message>
        <source>Save the changed face</source>
        <translation>Өзгертілген бетті сақтау</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Сурет (*.png)</translation>
    </message>
</context>
<context>
    <name>WorkPage</name>
    <message>
        <source>The end of {name} is missing, though the whole picture could be read.</source>
        <translation>{name} файлының соңы жоқ, бірақ суреттің бәрі оқылды.</translation>
    </message>
    <message>
        <source>close {name}</source>
        <translation>{name} жабу</translation>
    </message>
    <message>
        <source>{name} was closed.</source>
        <translation>{name} жабылды.</translation>
    </message>
</context>
<context>
    <name>Workshop</name>
    <message>
        <source>The settings were damaged. What could be read of them holds; the file is now {path}.</source>
        <translation>Баптаулар бүлінген еді. Оқылғаны күшінде; файл енді {path}.</translation>
    </message>
    <message>
        <source>The model that comes with Facet answers instead.</source>
        <translation>Оның орнына Facet-пен бірге келген модель жауап береді.</translation>
    </message>
    <message>
        <source>The correction is forgotten.</source>
        <translation>Түзету ұмытылды.</translation>
    </message>
</context>
<context>
    <name>_FaceRow</name>
    <message>
        <source>A face as the network is shown it</source>
        <translation>Желіге көрсетілетін жүз</translation>
    </message>
    <message>
        <source>labelled {label}</source>
        <translation>белгілеуі: {label}</translation>
    </message>
</context>
<context>
    <name>_Groups</name>
    <message>
        <source>Shares by group</source>
        <translation>Топтар бойынша үлестер</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>сенімсіз</translation>
    </message>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval}), few</source>
        <translation>
            <numerusform>{group}: %Ln бет, {share} ({interval}), аз</numerusform>
            <numerusform>{group}: %Ln бет, {share} ({interval}), аз</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval})</source>
        <translation>
            <numerusform>{group}: %Ln бет, {share} ({interval})</numerusform>
            <numerusform>{group}: %Ln бет, {share} ({interval})</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>{path} cannot be decoded: {reason}. Open it in an image editor and save it as JPEG or PNG.</source>
        <translation>{path} декодталмады: {reason}. Оны графикалық бағдарламада ашып, JPEG не PNG түрінде сақтаңыз.</translation>
    </message>
    <message>
        <source>{path} is {kind}, not a model folder; it does not say what its outputs mean. Choose the folder of a model trained in Facet, or import a zip file exported from Facet.</source>
        <translation>{path} — {kind}, одан қандай жауап беретіні көрінбейді. Facet оқытқан модельдің қалтасын таңдаңыз немесе Facet-тен zip-файл ретінде экспортталған модельді импорттаңыз.</translation>
    </message>
    <message>
        <source>There is no file {path}. Check the name, or choose another picture.</source>
        <translation>{path} файлы жоқ. Атын тексеріңіз немесе басқа сурет таңдаңыз.</translation>
    </message>
    <message>
        <source>{path} is a folder, not a picture. Choose a picture in it, or open the whole folder.</source>
        <translation>{path} — қалта. Ішінен сурет таңдаңыз немесе қалтаны тұтас ашыңыз.</translation>
    </message>
    <message>
        <source>You do not have permission to read {path}. Change its permissions, or copy it to a folder of your own.</source>
        <translation>Бұл пайдаланушының {path} файлын оқуға құқығы жоқ. Рұқсаттарын өзгертіңіз немесе өз қалтаңызға көшіріңіз.</translation>
    </message>
    <message>
        <source>{path} could not be read: {reason}. Check that the disk or network drive is still connected.</source>
        <translation>{path} оқылмады: {reason}. Диск немесе желілік диск орнында ма, тексеріңіз.</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes). It was probably not copied completely; copy it again.</source>
        <translation>{path} бос (0 байт). Ол соңына дейін көшірілмеген болар; қайта көшіріңіз.</translation>
    </message>
    <message>
        <source>{path} is not a picture that Facet can read. Choose a file in one of these formats: {formats}.</source>
        <translation>{path} — Facet оқи алатын сурет емес. Ол мыналарды оқиды: {formats}.</translation>
    </message>
    <message>
        <source>{path} is damaged or incomplete: {reason}. Copy or download it again.</source>
        <translation>{path} бүлінген немесе үзілген: {reason}. Қайта көшіріңіз немесе жүктеңіз.</translation>
    </message>
    <message>
        <source>{path} has {width} x {height} pixels; Facet opens at most {limit} million in this format. Make it smaller in an image editor first.</source>
        <translation>{path} өлшемі {width} x {height} пиксель деп жазылған, бұл Facet ашатын {limit} миллионнан көп. Алдымен графикалық бағдарламада кішірейтіңіз.</translation>
    </message>
    <message>
        <source>{path} has {megabytes} MB; Facet opens at most {limit} MB. Make it smaller in an image editor first.</source>
        <translation>{path} көлемі {megabytes} МБ, бұл Facet ашатын {limit} МБ-тан көп. Алдымен графикалық бағдарламада кішірейтіңіз.</translation>
    </message>
    <message>
        <source>You do not have permission to open the folder {path}. Change its permissions.</source>
        <translation>Бұл пайдаланушының {path} қалтасын қарауға құқығы жоқ. Құқықтарын өзгертіңіз.</translation>
    </message>
    <message>
        <source>There are no pictures in {path}. Choose a folder with pictures in one of these formats: {formats}.</source>
        <translation>{path} ішінде бірде-бір сурет жоқ. Facet мыналарды оқиды: {formats}.</translation>
    </message>
    <message>
        <source>The file {path} of the face detector could not be loaded: {reason}. Install Facet again.</source>
        <translation>Бет детекторының {path} файлы жүктелмеді: {reason}. Facet-ті қайта орнатыңыз.</translation>
    </message>
    <message>
        <source>There is no face detector named {name}. Choose one of: {there}.</source>
        <translation>{name} деген бет детекторы жоқ. Барлары: {there}.</translation>
    </message>
    <message>
        <source>The file {path} of the face detector is missing. Install Facet again.</source>
        <translation>Бет детекторының {path} файлы табылмады. Facet-ті қайта орнатыңыз.</translation>
    </message>
    <message>
        <source>There is no model named {name}. Choose one of: {available}.</source>
        <translation>{name} деген модель жоқ. Барлары: {available}.</translation>
    </message>
    <message>
        <source>There are no models in {path}. Install Facet again, or choose a folder that contains a model.</source>
        <translation>{path} ішінде модель жоқ. Facet-ті қайта орнатыңыз немесе моделі бар қалтаны көрсетіңіз.</translation>
    </message>
    <message>
        <source>{path} is not a model: it has no manifest.json. Choose the folder that contains one.</source>
        <translation>{path} — модель емес: manifest.json жоқ. Ол бар қалтаны таңдаңыз.</translation>
    </message>
    <message>
        <source>The manifest of the model {path} is not valid: {reason}. Ask the author of the model for a new copy.</source>
        <translation>{path} моделінің манифесі жарамсыз: {reason}. Модельді жасаған адамнан жаңа көшірме сұраңыз.</translation>
    </message>
    <message>
        <source>The model {path} has manifest version {version}; this Facet supports versions up to {known}. Update Facet to use it.</source>
        <translation>{path} моделінің манифесі {version} нұсқасында, ал бұл Facet {known} нұсқасына дейін біледі. Пайдалану үшін Facet-ті жаңартыңыз.</translation>
    </message>
    <message>
        <source>The file {file} of the model {path} is missing. Copy the whole folder again.</source>
        <translation>{path} моделінде {file} файлы жоқ. Қалтаны тұтас қайта көшіріңіз.</translation>
    </message>
    <message>
        <source>The model {path} is damaged or was changed: {file} does not match its manifest (SHA-256 {actual}, expected {expected}). Copy the whole folder again.</source>
        <translation>{path} моделі бүлінген немесе өзгертілген: {file} манифеске сай емес (SHA-256 {actual}, күтілгені {expected}). Қалтаны тұтас қайта көшіріңіз.</translation>
    </message>
    <message>
        <source>The network of the model {path} does not match its manifest: {reason}. Ask the author of the model for a new copy.</source>
        <translation>{path} моделі өз манифесіне сай емес: {reason}. Модельді жасаған адамнан жаңа көшірме сұраңыз.</translation>
    </message>
    <message>
        <source>The model {path} cannot be used: {reason}. Ask the author of the model for a new copy.</source>
        <translation>{path} моделін пайдалану мүмкін емес: {reason}. Модельді жасаған адамнан жаңа көшірмесін сұраңыз.</translation>
    </message>
    <message>
        <source>The model {path} could not be read: {reason}. Check that you may read it and that its disk is still connected.</source>
        <translation>{path} моделі оқылмады: {reason}.</translation>
    </message>
    <message>
        <source>{path} is not a model that Facet can import: {reason}. Expected a zip file exported from Facet, with manifest.json, model.tflite, weights.npz and CARD.md.</source>
        <translation>{path} — Facet қабылдай алатын модель емес: {reason}. Facet-тен экспортталғаны күтіледі: manifest.json, model.tflite, weights.npz және CARD.md бар zip файлы.</translation>
    </message>
    <message>
        <source>The model in {path} was already imported as {name}. Choose that one.</source>
        <translation>{path} ішіндегі модель мұнда {name} атымен бұрыннан бар.</translation>
    </message>
    <message>
        <source>The model {name} comes with Facet and cannot be deleted. Only your own models can.</source>
        <translation>{name} моделі Facet-пен бірге келеді және қалады. Тек өз модельдеріңізді жоюға болады.</translation>
    </message>
    <message>
        <source>The model {path} could not be deleted: {reason}. Nothing was changed.</source>
        <translation>{path} моделі жойылмады: {reason}. Ештеңе өзгертілмеді.</translation>
    </message>
    <message>
        <source>{path} is a network made elsewhere, which does not say how it is fed and what its outputs mean. Say so with `facet-cli network {path}`, or in the audit window.</source>
        <translation>{path} — басқа бағдарламада жасалған желі: оның кірісіне не берілетіні және шығыстары нені білдіретіні айтылмаған. Мұны `facet-cli network {path}` командасымен немесе аудит терезесінде көрсетіңіз.</translation>
    </message>
    <message>
        <source>{path} is {kind}, expected a folder with a model of Facet: only these answer photos. A network made elsewhere can be audited: say how it is fed with `facet-cli network {path}`, then `facet-cli evaluate {path} DATA`, or in the audit window.</source>
        <translation>{path} ({kind}) — Facet моделінің қалтасы емес, ал суреттерге тек сондай модельдер жауап береді. Facet-тен тыс жасалған желіні аудиттеуге болады: кірісін `facet-cli network {path}` командасымен сипаттап, `facet-cli evaluate {path} DATA` іске қосыңыз немесе аудит терезесін пайдаланыңыз.</translation>
    </message>
    <message>
        <source>The network {path} could not be read: {reason}. Check that you may read it.</source>
        <translation>{path} желісін оқу мүмкін болмады: {reason}. Оқуға құқығыңыз бар-жоғын тексеріңіз.</translation>
    </message>
    <message>
        <source>The network {path} cannot be audited: {reason}. Change its form, or ask its author how it is fed and read.</source>
        <translation>{path} желісінің аудиті мүмкін емес: {reason}. Оның сипаттамасын өзгертіңіз немесе авторынан кірісі мен шығыстары туралы сұраңыз.</translation>
    </message>
    <message>
        <source>{path} cannot be used as the form of a network: {reason}. Write one with `facet-cli network FILE --save FORM`.</source>
        <translation>{path} желі сипаттамасы ретінде жарамайды: {reason}. Сипаттаманы `facet-cli network FILE --save FORM` командасымен жазыңыз.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Choose another place; the file there was not changed.</source>
        <translation>{path} жазылмады: {reason}. Басқа орын таңдаңыз; онда ештеңе өзгертілмеді.</translation>
    </message>
    <message>
        <source>{path} does not end in a picture format that Facet can write. Use one of {formats}.</source>
        <translation>{path} соңы Facet жаза алатын сурет түріне сай емес. Мыналардың бірін алыңыз: {formats}.</translation>
    </message>
    <message>
        <source>A model cannot be exported as {form}. Choose one of: {forms}.</source>
        <translation>Модельді {form} түрінде шығаруға болмайды. Мыналардың бірін таңдаңыз: {forms}.</translation>
    </message>
    <message>
        <source>{path} is there already. Choose the name of a new folder, or an empty one.</source>
        <translation>{path} бұрыннан бар. Жаңа қалтаның атын немесе бос қалтаны таңдаңыз.</translation>
    </message>
    <message>
        <source>{form} needs the package {package}, which is not installed. Install it with pip, or choose another form.</source>
        <translation>{form} үшін {package} пакеті керек, ол орнатылмаған. Оны pip арқылы орнатыңыз немесе басқа түрді таңдаңыз.</translation>
    </message>
    <message>
        <source>A cluster needs the package ray, which is not installed. Install &quot;facet[cluster]&quot; with pip.</source>
        <translation>Кластерге ray пакеті керек, ол орнатылмаған. pip арқылы «facet[cluster]» орнатыңыз.</translation>
    </message>
    <message>
        <source>A machine of the cluster cannot answer photos: {reason}. Install the same version of Facet on all of them.</source>
        <translation>Кластердің бір машинасы фотосуреттерге жауап бере алмайды: {reason}. Барлығына Facet-тің бірдей нұсқасын орнатыңыз.</translation>
    </message>
    <message>
        <source>No cluster answers at {address}: {reason}. Start one with `ray start --head`.</source>
        <translation>{address} мекенжайында кластер жауап бермейді: {reason}. Оны `ray start --head` арқылы іске қосыңыз.</translation>
    </message>
    <message>
        <source>There is no folder {path}. Check the name, and that its disk or network drive is still connected.</source>
        <translation>{path} қалтасы жоқ. Атын және дискі немесе желілік дискі орнында екенін тексеріңіз.</translation>
    </message>
    <message>
        <source>{path} could not be answered: {reason}. Open it alone to see whether it happens again.</source>
        <translation>{path} бойынша жауап берілмеді: {reason}. Қайталана ма, көру үшін оны жеке сұраңыз.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some disk space, or choose another place. Earlier answers are kept; start again to continue.</source>
        <translation>{path} жазылмады: {reason}. Орын босатыңыз немесе басқасын таңдаңыз; істелгені сақталды, қайта бастасаңыз сол жерден жалғасады.</translation>
    </message>
    <message>
        <source>{path} cannot be written: there is no folder {folder}. Create it, or choose another place.</source>
        <translation>{path} жазылмайды: {folder} қалтасы жоқ. Оны жасаңыз немесе басқа орын таңдаңыз.</translation>
    </message>
    <message>
        <source>{path} already exists and does not belong to a batch that can be continued. Choose another name, or delete it.</source>
        <translation>{path} бұрыннан бар және жалғастыруға болатын топтамадан емес. Басқа ат таңдаңыз немесе оны жойыңыз.</translation>
    </message>
    <message>
        <source>{path} is being written by another program (process {pid}). Wait until it has finished.</source>
        <translation>{path} файлын басқа бағдарлама жазып жатыр ({pid} процесі). Аяқталғанын күтіңіз.</translation>
    </message>
    <message>
        <source>The batch of {path} cannot be continued: its journal {journal} {reason}. Choose another name, or delete both.</source>
        <translation>{path} топтамасын жалғастыру мүмкін емес: оның {journal} журналы {reason}. Басқа ат таңдаңыз немесе екеуін де жойыңыз.</translation>
    </message>
    <message>
        <source>{path} was started with the model {there}, but now {asked} is selected. Select the first model again, or choose another name.</source>
        <translation>{path} {there} моделімен басталған, ал қазір {asked} таңдалған. Сол модельді қайта алыңыз немесе басқа ат таңдаңыз.</translation>
    </message>
    <message>
        <source>{path} was started with the thresholds {there}, but now they are {asked}. Set the first ones again, or choose another name.</source>
        <translation>{path} {there} шектерімен басталған, ал қазір олар {asked}. Бұрынғыларын қайтарыңыз немесе басқа ат таңдаңыз.</translation>
    </message>
    <message>
        <source>The faces in {path} were found by {there}, but now {asked} is selected. Select the first detector again in the settings, or choose another name.</source>
        <translation>{path} ішіндегі беттерді {there} тапқан, ал қазір {asked}. Сол детекторды баптаулардан қайта таңдаңыз немесе басқа атау таңдаңыз.</translation>
    </message>
    <message>
        <source>{path} cannot be opened as a result: {reason}. Choose a CSV, JSON Lines or Parquet file written by Facet.</source>
        <translation>{path} нәтиже ретінде ашылмайды: {reason}. Facet жазған CSV, JSON Lines немесе Parquet файлын таңдаңыз.</translation>
    </message>
    <message>
        <source>Parquet needs the package pyarrow, which this program does not include. Choose CSV or JSON Lines.</source>
        <translation>Parquet үшін pyarrow пакеті керек, ол бұл бағдарламада жоқ. CSV немесе JSON Lines таңдаңыз.</translation>
    </message>
    <message>
        <source>There is no data set at {path}. Check the name.</source>
        <translation>{path} орнында деректер жоқ. Атын тексеріңіз.</translation>
    </message>
    <message>
        <source>{path} is not a data set that Facet can read: {reason}. Expected: {expected}.</source>
        <translation>{path} — Facet оқи алатын деректер емес: {reason}. Күтілетіні: {expected}.</translation>
    </message>
    <message>
        <source>The box {box} is not in its picture of {width} x {height} pixels. Correct it, or remove the face.</source>
        <translation>{box} жақтауы өз суретінен тыс жатыр ({width} x {height} пиксель). Оны түзетіңіз немесе бетті алып тастаңыз.</translation>
    </message>
    <message>
        <source>It is not plain what the columns of {path} mean: {reason}. Say it in the window (Train a model), or write it down: facet-cli dataset columns prints a first version and, with --use, remembers the corrected one.</source>
        <translation>{path} бағандарының мағынасы түсініксіз: {reason}. Оны терезеде көрсетіңіз («Модельді үйрету») немесе жазыңыз: facet-cli dataset columns бірінші нұсқасын шығарады, ал --use түзетілгенін есте сақтайды.</translation>
    </message>
    <message>
        <source>No column of {path} holds names or bytes of pictures. It has: {columns}. Add one, or state which it is with facet-cli dataset columns --use.</source>
        <translation>{path} бағандарының ешқайсысында сурет атаулары не мазмұны жоқ. Онда бар: {columns}. Ондай баған қосыңыз немесе қайсысы екенін көрсетіңіз: facet-cli dataset columns --use.</translation>
    </message>
    <message>
        <source>The labels of {path} are in the names of its files or folders, or its format says what they mean: there are no columns to state the meaning of.</source>
        <translation>{path} белгілері файл не қалта атауларында тұр немесе олардың мағынасын пішім айтады: мағынасын көрсететін бағандар жоқ.</translation>
    </message>
    <message>
        <source>{source} does not say what columns mean: {reason}. Start from what facet-cli dataset columns prints.</source>
        <translation>{source} бағандардың мағынасын айтпайды: {reason}. facet-cli dataset columns шығарған мәтіннен бастаңыз.</translation>
    </message>
    <message>
        <source>The data frame has the columns {columns}. Expected a column file with the paths of pictures, and columns of labels.</source>
        <translation>Кестеде {columns} бағандары бар. Суреттердің жолдары бар file бағаны және белгілер бағандары күтілген.</translation>
    </message>
    <message>
        <source>{titles} cannot be combined for training: the pictures of {title} are small and grey, or it is listed twice. Choose data sets of whole pictures, each once.</source>
        <translation>{titles} деректерінен бірге үйрену мүмкін емес: {title} суреттері шағын әрі сұр немесе ол екі рет аталған. Тұтас суреттер жинақтарын бір-бір реттен таңдаңыз.</translation>
    </message>
    <message>
        <source>The decisions about labels in {path} cannot be read: {reason}. Put back a copy of that file, or move it away to use the data as labelled.</source>
        <translation>{path} ішіндегі белгілер туралы шешімдерді оқу мүмкін емес: {reason}. Файлдың көшірмесін қайтарыңыз немесе деректерді өз белгілерімен пайдалану үшін оны басқа жерге көшіріңіз.</translation>
    </message>
    <message>
        <source>The labels in {path} cannot be read: {reason}. Put back a copy of that file, or move it away to begin anew.</source>
        <translation>{path} ішіндегі белгілерді оқу мүмкін емес: {reason}. Файлдың көшірмесін қайтарыңыз немесе қайта бастау үшін оны басқа жерге көшіріңіз.</translation>
    </message>
    <message>
        <source>The faces of {path} could not be compared: the process that does it ended unexpectedly (exit code {exit}). Try again; what is done is kept.</source>
        <translation>{path} беттерін салыстыру мүмкін болмады: процесс күтпеген жерден аяқталды (код {exit}). Қайталап көріңіз; істелгені сақталды.</translation>
    </message>
    <message>
        <source>The labels of {name} in {title} cannot be checked: it has no two different ones. Choose among the columns with two labels or more: {available}.</source>
        <translation>{title} ішіндегі {name} белгілерін тексеру мүмкін емес: онда екі түрлі белгі жоқ. Екі не одан көп белгісі бар бағандар: {available}. Солардан таңдаңыз.</translation>
    </message>
    <message>
        <source>The split {path} cannot be used: {reason}. Create a new one.</source>
        <translation>{path} бөлінісін пайдалану мүмкін емес: {reason}. Жаңасын жасаңыз.</translation>
    </message>
    <message>
        <source>The split {path} belongs to another data set ({split_data}, {split_rows} rows; this one has {rows}, or other labels). Open that data set, or create a new split.</source>
        <translation>{path} бөлінісі басқа деректерге тиесілі ({split_data}, жол саны: {split_rows}; мұнда {rows} немесе белгілері басқа). Ол жасалған деректерді ашыңыз немесе жаңасын жасаңыз.</translation>
    </message>
    <message>
        <source>{address} is not an address from which Facet can download data. Expected: {expected}.</source>
        <translation>{address} — Facet деректер ала алатын мекенжай емес. Күтілетіні: {expected}.</translation>
    </message>
    <message>
        <source>{address} returned status {status}: {reason}. Check the address, or download the file with a browser.</source>
        <translation>{address} {status} деп жауап берді: {reason}. Мекенжайды тексеріңіз немесе файлды браузермен жүктеңіз.</translation>
    </message>
    <message>
        <source>{address} cannot be reached: {reason}. Check the connection; the part already downloaded is kept.</source>
        <translation>{address} қолжетімсіз: {reason}. Байланысты тексеріңіз; алынғаны сақталды.</translation>
    </message>
    <message>
        <source>The connection to {address} was lost after {received} of {total} bytes. Start again to continue the download.</source>
        <translation>{address} байланысы {total} байттың {received} байтынан кейін үзілді. Қайта бастаңыз; сол жерден жалғасады.</translation>
    </message>
    <message>
        <source>{address} returned {received} bytes instead of {expected}. The file may have changed; check its source.</source>
        <translation>{address} {expected} байттың орнына {received} байт берді. Файл өзгерген болуы мүмкін; қайдан екенін тексеріңіз.</translation>
    </message>
    <message>
        <source>{address} is not the expected file: its SHA-256 is {actual}, not {expected}. It was deleted; check its source.</source>
        <translation>{address} — күтілген файл емес: SHA-256 мәні {expected} емес, {actual}. Ол сақталмады.</translation>
    </message>
    <message>
        <source>{path} needs {needed} MB, but only {free} MB of the disk are free. Free some space, or choose another place.</source>
        <translation>{path} үшін {needed} МБ керек, ал дискіде {free} МБ қалды. Орын босатыңыз немесе басқасын таңдаңыз.</translation>
    </message>
    <message>
        <source>Downloading from {source} needs the package {package}. Install it with `pip install {package}`, or download the data with a browser and open them.</source>
        <translation>{source} көзінен деректер алу үшін {package} пакеті керек. Оны `pip install {package}` пәрменімен орнатыңыз немесе деректерді браузермен жүктеп алып, ашыңыз.</translation>
    </message>
    <message>
        <source>{what} could not be downloaded from {source}: {reason}. Download it with a browser instead, and open the file.</source>
        <translation>{source} {what} бере алмады: {reason}. Оны браузермен жүктеп, файлды ашыңыз.</translation>
    </message>
    <message>
        <source>{path} contains a training with another recipe. Choose another folder, or delete that training.</source>
        <translation>{path} ішінде басқа рецептпен жасалған оқыту бар. Басқа қалта таңдаңыз немесе ол оқытуды жойыңыз.</translation>
    </message>
    <message>
        <source>There is no training in {path}. Choose a folder that contains a recipe.json.</source>
        <translation>{path} ішінде оқыту жоқ. recipe.json бар қалтаны таңдаңыз.</translation>
    </message>
    <message>
        <source>{path} already contains a training. Resume it, choose another folder, or delete it.</source>
        <translation>{path} ішінде оқыту бұрыннан бар. Оны жалғастырыңыз, басқа қалта таңдаңыз немесе оны жойыңыз.</translation>
    </message>
    <message>
        <source>The training in {path} is being written by another program (process {pid}). Wait until it has finished.</source>
        <translation>{path} ішіндегі оқытуды басқа бағдарлама жазып жатыр ({pid} процесі). Аяқталғанын күтіңіз.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some disk space or choose another folder; the last saved epoch is complete.</source>
        <translation>{path} жазылмады: {reason}. Орын босатыңыз немесе басқа қалта таңдаңыз; онда сақталған соңғы эпоха бүтін.</translation>
    </message>
    <message>
        <source>The loss became infinite or NaN in epoch {epoch}, step {step}, at a learning rate of {rate}. Choose a smaller learning rate; earlier epochs are kept.</source>
        <translation>{epoch}-эпоханың {step}-қадамында, оқыту қарқыны {rate} болғанда шығын шексіз болды немесе сан болмай қалды. Кішірек оқыту қарқынын таңдаңыз; бұған дейінгі эпохалар сақталды.</translation>
    </message>
    <message>
        <source>There was not enough memory for a batch of {batch} pictures of {size} x {size}. Choose a smaller batch or input size; earlier epochs are kept.</source>
        <translation>Бір мезгілде {size} x {size} өлшемді {batch} суретке жад жетпеді. Кішірек топтама немесе кіріс таңдаңыз; бұған дейінгі эпохалар сақталды.</translation>
    </message>
    <message>
        <source>The training in {path} ended unexpectedly (exit code {exit}): {end}. Resume it to continue from the last saved epoch.</source>
        <translation>{path} ішіндегі оқыту күтпеген жерден аяқталды (шығу коды {exit}): {end}. Оны жалғастырыңыз; соңғы сақталған эпохадан басталады.</translation>
    </message>
    <message>
        <source>The model {model} cannot be the teacher: {reason}. Choose a model that answers the same with the same labels, or no teacher.</source>
        <translation>{model} моделі мұғалім бола алмайды: {reason}. Дәл сондай жауаптары мен белгілері бар модельді таңдаңыз немесе мұғалімсіз үйретіңіз.</translation>
    </message>
    <message>
        <source>The test side that {title} declares has no label of {names}. Let the model answer other columns, or open only the files of the training side: then a test side is drawn from them.</source>
        <translation>{title} көрсеткен тест бөлігінде мына белгілер жоқ: {names}. Модель басқа бағандарға жауап берсін немесе тек үйрету бөлігінің файлдарын ашыңыз: сонда тест бөлігі солардан алынады.</translation>
    </message>
    <message>
        <source>{title} has no label of {name} for any picture. Choose among the columns with labels: {available}.</source>
        <translation>{title} ешбір суретке {name} белгісін бермейді. Белгілері бар бағандар: {available}. Солардан таңдаңыз.</translation>
    </message>
    <message>
        <source>All pictures of {title} have the same label of {name}, so a model cannot learn it. Choose among the columns a model can answer: {available}.</source>
        <translation>{title} {name} үшін бір ғана белгі береді, ажырататын ештеңе жоқ. Модель жауап бере алатын бағандар: {available}. Солардан таңдаңыз.</translation>
    </message>
    <message>
        <source>{title} has no column that a model could learn to answer. Columns with labels: {available}. Expected at least one column with two or more labels; age is answered only if the recipe asks for it.</source>
        <translation>{title} ішінде модель жауап беруді үйренетін ештеңе жоқ. Белгілері бар бағандар: {available}. Кемінде екі белгісі бар бір баған керек; жасқа рецепт сұраса ғана жауап беріледі.</translation>
    </message>
    <message>
        <source>The errors of {name} cannot be equalized, because the model does not answer it. Choose one of its answers ({available}), or let it answer {name}.</source>
        <translation>{name} қателерін теңестіру мүмкін емес: модель оған жауап бермейді. Ол мыналарға жауап береді: {available}; бірін таңдаңыз немесе {name} жауаптарға қосыңыз.</translation>
    </message>
    <message>
        <source>There are no groups between which the errors of {name} could be equalized. Choose among the other columns of {title}: {available}.</source>
        <translation>{name} қателерін теңестіретін топтар жоқ. Оларды {title} басқа бағандарынан таңдаңыз: {available}.</translation>
    </message>
    <message>
        <source>The thresholds of {name} cannot depend on the group: that needs exactly one of the group columns ({groups}) among the answers ({answers}). Let the model answer one of them, or choose the same thresholds for all.</source>
        <translation>{name} шектері топқа тәуелді бола алмайды: ол үшін жауаптар ({answers}) арасында топтардың ({groups}) дәл бір бағаны болуы керек. Модель солардың біріне жауап берсін немесе бәріне ортақ шек таңдаңыз.</translation>
    </message>
    <message>
        <source>There is no preset named {preset}. Choose one of: {presets}.</source>
        <translation>{preset} деген үлгі жоқ. Мыналардың бірін таңдаңыз: {presets}.</translation>
    </message>
    <message>
        <source>The storage {storage} belongs to a search with another recipe or preset. Start with the same options as there, or choose another storage.</source>
        <translation>{storage} қоймасы басқа рецептпен басталған іздеуге тиесілі. Сондағыдай параметрлермен бастаңыз немесе басқа қойманы таңдаңыз.</translation>
    </message>
    <message>
        <source>{title} has no label of what the model answers ({answered}) for any of these faces, so nothing can be measured. Choose another data set, or another model.</source>
        <translation>{title} бұл беттерге модель жауап беретін ({answered}) белгіні бермейді, өлшейтін ештеңе жоқ. Басқа деректерді немесе басқаға жауап беретін модельді таңдаңыз.</translation>
    </message>
    <message>
        <source>In {title} these faces have only one label of each attribute the model answers ({labels}), so nothing can be measured: a model that always gives that answer would be perfect. Choose data with two labels or more.</source>
        <translation>{title} деректеріндегі бұл беттерде модель жауап беретін әр белгінің бір ғана жапсырмасы бар ({labels}), сондықтан өлшейтін ештеңе жоқ: әрдайым осы жауапты беретін модель мінсіз болар еді. Екі не одан көп жапсырмасы бар деректерді таңдаңыз.</translation>
    </message>
    <message>
        <source>{title} has no column {name} to group faces by. Choose one of: {available}.</source>
        <translation>{title} ішінде беттерді топтастыратын {name} бағаны жоқ. Мыналардан таңдаңыз: {available}.</translation>
    </message>
    <message>
        <source>Which labelled faces is {model} to be measured on? Give data, or the folder of a training.</source>
        <translation>{model} қандай белгіленген беттерде өлшенсін? Деректерді немесе оқыту қалтасын көрсетіңіз.</translation>
    </message>
    <message>
        <source>{first} and {second} have no answer in common that the data set has labels of, so they cannot be compared. Choose another model.</source>
        <translation>{first} мен {second} деректерде белгісі бар ортақ нәрсеге жауап бермейді, сондықтан оларды салыстыру мүмкін емес. Басқа модель таңдаңыз.</translation>
    </message>
    <message>
        <source>This is the Facet viewer. It answers for photos, but cannot train or audit models. Install the full Facet for that.</source>
        <translation>Бұл — Facet көрсеткіші: ол фотолар бойынша жауап береді, бірақ модельдерді оқыта да, аудиттей де алмайды. Мұны толық Facet істейді; соны орнатыңыз.</translation>
    </message>
    <message>
        <source>The starting weights {path} are missing. Install Facet again, or start from random weights.</source>
        <translation>Бастапқы салмақтар {path} табылмады. Facet бағдарламасын қайта орнатыңыз немесе кездейсоқ салмақтардан бастаңыз.</translation>
    </message>
    <message>
        <source>The starting weights {path} could not be loaded: {reason}. Install Facet again, or start from random weights.</source>
        <translation>Бастапқы салмақтарды {path} жүктеу мүмкін болмады: {reason}. Facet бағдарламасын қайта орнатыңыз немесе кездейсоқ салмақтардан бастаңыз.</translation>
    </message>
    <message>
        <source>There is no recipe {path}. Check the name.</source>
        <translation>{path} рецепті жоқ. Атын тексеріңіз.</translation>
    </message>
    <message>
        <source>{source} could not be read: {reason}. Check that you have permission to read it.</source>
        <translation>{source} оқылмады: {reason}. Бұл оқуға рұқсаты бар файл ма, тексеріңіз.</translation>
    </message>
    <message>
        <source>{source} is not a recipe: it is not text. Choose a JSON file that was saved as a recipe.</source>
        <translation>{source} ішінде рецепт жоқ: бұл мәтін емес. Рецепт ретінде сақталған JSON файлын таңдаңыз.</translation>
    </message>
    <message>
        <source>{source} is not a recipe: line {line} is not valid JSON. Choose a JSON file that was saved as a recipe.</source>
        <translation>{source} ішінде рецепт жоқ: {line}-жол JSON емес. Рецепт ретінде сақталған JSON файлын таңдаңыз.</translation>
    </message>
    <message>
        <source>{source} is not a recipe: its JSON is not an object. Choose a JSON file that was saved as a recipe.</source>
        <translation>{source} ішінде рецепт жоқ: ондағы JSON нысан емес. Рецепт ретінде сақталған JSON файлын таңдаңыз.</translation>
    </message>
    <message>
        <source>{source} is not valid: there is no field {field}. Check its spelling, or remove it.</source>
        <translation>{source} жарамсыз: {field} өрісі жоқ. Жазылуын тексеріңіз немесе алып тастаңыз.</translation>
    </message>
    <message>
        <source>{source} is not valid: {reason}. Correct it, or choose another recipe.</source>
        <translation>{source} жарамсыз: {reason}.</translation>
    </message>
    <message>
        <source>The search in {path} cannot be continued: {reason}. Choose another folder, or delete it.</source>
        <translation>{path} ішіндегі іздеуді жалғастыру мүмкін емес: {reason}. Басқа қалта таңдаңыз немесе осыны жойыңыз.</translation>
    </message>
    <message>
        <source>The pictures of {title} are not aligned, so --as-is cannot be used. Leave it out.</source>
        <translation>{title} суреттері тураланбаған, сондықтан оларды сол күйінде алуға болмайды. --as-is алып тастаңыз.</translation>
    </message>
    <message>
        <source>{title} has no picture that can be read and evaluated. Check that its files are there, or choose another data set.</source>
        <translation>{title} ішінде оқылатын және сұрауға болатын бірде-бір сурет жоқ.</translation>
    </message>
    <message>
        <source>{path} is not the folder of a training with a split, so it has no side {side}. Choose the folder of a training.</source>
        <translation>{path} — бөлінісі бар оқыту қалтасы емес, сондықтан {side} бөлігі жоқ. Оқыту қалтасын таңдаңыз.</translation>
    </message>
    <message>
        <source>The training in {path} cannot be resumed: {file} is damaged ({reason}). Nothing was changed. Put back a copy of that file, or start a new training.</source>
        <translation>{path} ішіндегі оқытуды жалғастыру мүмкін емес: {file} файлы бүлінген ({reason}). Ештеңе өзгертілген жоқ. Сол файлдың көшірмесін қайтарыңыз немесе жаңа оқытуды бастаңыз.</translation>
    </message>
    <message>
        <source>The training cannot start from the model {model}: {reason}. Choose a model of the same kind, or other starting weights.</source>
        <translation>Оқытуды {model} моделінен бастау мүмкін емес: {reason}. Сол түрдегі модельді немесе басқа бастапқы салмақтарды таңдаңыз.</translation>
    </message>
    <message>
        <source>{known} of the {count} pictures of {title} are among those that the model {model} was trained with, and the others are too few to measure on. Add other data, or start from other weights.</source>
        <translation>{title} жинағындағы {count} суреттің {known} суреті {model} моделі оқытылған суреттердің қатарында, ал қалғандары бағалауға тым аз. Басқа деректер қосыңыз немесе басқа салмақтардан бастаңыз.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Choose a collection saved by Facet, or a table that Facet has written.</source>
        <translation>{path} ашылмайды: {reason}. Facet сақтаған жинақты немесе Facet жазған кестені таңдаңыз.</translation>
    </message>
    <message>
        <source>There is no folder {path} with boxes drawn by hand. Check the name.</source>
        <translation>Қолмен сызылған жақтаулары бар {path} қалтасы жоқ. Атын тексеріңіз.</translation>
    </message>
    <message>
        <source>The boxes drawn by hand for this picture cannot be read: {reason}. Delete {path} to have those that the detector finds.</source>
        <translation>Осы суретке қолмен сызылған жақтаулар оқылмайды: {reason}. Бағдарлама тапқандары қалуы үшін {path} файлын жойыңыз.</translation>
    </message>
    <message>
        <source>A data set cannot be written as {form}. Choose one of: {forms}.</source>
        <translation>Деректерді {form} түрінде жазу мүмкін емес. Мыналардың бірін таңдаңыз: {forms}.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Expected an address such as s3://bucket/folder or gs://bucket/folder.</source>
        <translation>{path} ашылмайды: {reason}. s3://қойма/қалта немесе gs://қойма/қалта түріндегі мекенжай күтіледі.</translation>
    </message>
    <message>
        <source>You may not read {path}: {reason}. Credentials are taken from where the store&apos;s own tools look for them, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or GOOGLE_APPLICATION_CREDENTIALS.</source>
        <translation>{path} оқуға рұқсатыңыз жоқ: {reason}. Кіру кілттері қойманың өз бағдарламалары алатын жерден алынады: мысалы, AWS_ACCESS_KEY_ID мен AWS_SECRET_ACCESS_KEY немесе GOOGLE_APPLICATION_CREDENTIALS айнымалыларынан.</translation>
    </message>
    <message>
        <source>There are no pictures at {path}. Check the names of the bucket and the folder.</source>
        <translation>{path} мекенжайында суреттер жоқ. Қойма мен қалтаның атауларын тексеріңіз.</translation>
    </message>
    <message>
        <source>{label} is not a label of {attribute}. Its labels: {available}.</source>
        <translation>{label} — {attribute} белгісінің таңбасы емес. Оның таңбалары: {available}.</translation>
    </message>
    <message>
        <source>The folder {path} no longer exists. The answers so far ({done}) are kept in {out}; restore the folder and start again to continue.</source>
        <translation>{path} қалтасы енді жоқ. Бұған дейін өңделген фотолар ({done}) {out} ішінде сақталды; қалтаны қайтарып, қайта бастаңыз, жұмыс сол жерден жалғасады.</translation>
    </message>
    <message>
        <source>The labels of {title} cannot be checked: too few faces have a label that occurs at least five times ({count} at most). Expected at least {needed}.</source>
        <translation>{title} белгілерін тексеру мүмкін емес: кемінде бес рет кездесетін белгісі бар беттер тым аз ({count} санынан аспайды). Кемінде {needed} керек.</translation>
    </message>
    <message>
        <source>{title} has too few usable pictures for training and testing: {count}. Expected at least 50.</source>
        <translation>{title} ішінде үйренуге және тексеруге жарамды суреттер тым аз: {count}. Кемінде 50 керек.</translation>
    </message>
    <message>
        <source>{path} has pictures ({count}), but no labels: neither the names of its pictures nor those of its folders are labels{hint}. Label them in the window (Train a model), or choose other data. Expected: {expected}.</source>
        <translation>{path} ішінде суреттер бар ({count}), бірақ белгі жоқ: суреттердің аттары да, қалталардың аттары да белгі емес{hint}. Оларды модельді үйрету терезесінде белгілеңіз немесе басқа деректерді таңдаңыз. Күтілетіні: {expected}.</translation>
    </message>
</context>
<context>
    <name>evaluation</name>
    <message>
        <source>It does not know anyone&apos;s identity, gender, descent or origin. It is not meant for decisions about people, or for sorting or monitoring them. The law restricts categorising people by their faces: in the European Union the AI Act forbids inferring race and other protected traits of individual people from biometric data (Art. 5(1)(g)) and treats biometric categorisation by sensitive traits as high-risk (Annex III 1(b)); such data are a special category under GDPR Art. 9.</source>
        <translation>Ол кімнің кім екенін де, адамның жынысын, тегін немесе шыққан жерін де білмейді. Ол адамдар туралы шешім қабылдауға, оларды сұрыптауға немесе бақылауға арналмаған. Адамдарды беттері айтып тұрғандай көрінетін нәрсе бойынша санаттау — заң дәл осыдан сақтандырады: Еуропалық одақта ЖИ туралы акт биометриялық деректерден жеке адамдардың нәсілін және басқа қорғалатын белгілерін шығаруға тыйым салады (5(1)(g)-бап) және сезімтал белгілер бойынша биометриялық санаттауды жоғары тәуекелге жатқызады (III қосымша, 1(b)); мұндай деректерді GDPR 9-бабы ерекше қорғайды.</translation>
    </message>
    <message>
        <source>The model says what it perceives in a face, such as a gender or an ethnicity: how people who labelled similar pictures would probably have labelled this one. It is meant for teaching and for research on such models, their errors and their bias.</source>
        <translation>Ол беттен не қабылдайтынын, мысалы жынысты немесе этносты айтады: мұндай суреттерді белгілеген адамдар мұны қалай белгілер еді. Ол оқытуға және осындай модельдерді, олардың қателері мен біржақтылығын зерттеуге арналған.</translation>
    </message>
    <message>
        <source>Labels, such as two genders and five ethnicities, are the data&apos;s categories, not the world&apos;s. &quot;Others&quot; among ethnicities holds Hispanic, Latino and Middle Eastern people together.</source>
        <translation>Белгілер, мысалы екі жыныс пен бес этнос, — әлемнің емес, деректердің санаттары. Этностар арасындағы «Басқалар» испан тілділерді, латынамерикалықтарды және Таяу Шығыс тұрғындарын біріктіреді.</translation>
    </message>
    <message>
        <source>The labels were partly estimated by a program and checked by people; some are wrong.</source>
        <translation>Белгілердің бір бөлігін бағдарлама бағалап, адамдар тексерген; кейбірі қате.</translation>
    </message>
    <message>
        <source>Groups differ in size and in accuracy, and ages are distributed unevenly. The figures of small groups are imprecise.</source>
        <translation>Топтардың өлшемі тең емес, келісім де оларда әртүрлі; жас та біркелкі таралмаған. Беті аз топ өз көрсеткішінен жақсы немесе нашар болуы мүмкін.</translation>
    </message>
    <message>
        <source>The model errs more often than these figures say in poor or harsh light, with blur, make-up, masks, sunglasses, turned heads and faces of few pixels. The pictures come from the web, mostly of public figures; on others it may do worse.</source>
        <translation>Нашар немесе өткір жарық, бұлыңғырлық, макияж, маска, қара көзілдірік, бұрылған бас және пикселі аз беттер оны осы көрсеткіштерден де жиі қателестіреді. Суреттер желіден алынған, көбі белгілі адамдардікі; басқаларда ол нашарырақ болуы мүмкін.</translation>
    </message>
    <message>
        <source>A calibrated probability holds for pictures like these on average, not for every group and every kind of picture.</source>
        <translation>Калибрленген ықтималдық мұндай суреттер үшін орта есеппен дұрыс, әр топ пен әр сурет түрі үшін емес.</translation>
    </message>
</context>
<context>
    <name>glossary</name>
    <message>
        <source>Answers</source>
        <translation>Жауаптар</translation>
    </message>
    <message>
        <source>Perceived</source>
        <translation>Қабылданатын</translation>
    </message>
    <message>
        <source>What annotators saw in a picture, and what a model learned from them. Not what a person is.</source>
        <translation>Белгілеушілердің суреттен көргені және модельдің солардан үйренгені. Адамның кім екені емес.</translation>
    </message>
    <message>
        <source>Attribute</source>
        <translation>Белгі түрі</translation>
    </message>
    <message>
        <source>A question about a face with its possible labels, such as gender, ethnicity or glasses.</source>
        <translation>Бет туралы сұрақ пен оның ықтимал белгілері: мысалы, жыныс, этникалық тек немесе көзілдірік.</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Сенімділік</translation>
    </message>
    <message>
        <source>The probability that the model gives to the label it finds likeliest.</source>
        <translation>Модель ең ықтимал деп тапқан белгіге беретін ықтималдық.</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>Сенімсіз</translation>
    </message>
    <message>
        <source>An answer whose highest probability is below a threshold. It is a result, not an error: the model had better not answer.</source>
        <translation>Ең жоғары ықтималдығы шектен төмен жауап. Бұл қате емес, нәтиже: модельдің жауап бермегені жөн.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Шек</translation>
    </message>
    <message>
        <source>The lowest probability at which a label is given as the answer. A model&apos;s own is chosen on the calibration side of its data; the settings can set another.</source>
        <translation>Белгі жауап ретінде берілетін ең төменгі ықтималдық. Модельдің өз шегі оның деректерінің калибрлеу бөлігінде таңдалған; баптауларда басқасын қоюға болады.</translation>
    </message>
    <message>
        <source>Reason for doubt</source>
        <translation>Күмән себебі</translation>
    </message>
    <message>
        <source>A measured property of a face&apos;s picture that makes an answer less sure: too dark, too small, turned away.</source>
        <translation>Жауаптың сенімділігін азайтатын, бет суретінің өлшенген қасиеті: тым қараңғы, тым кішкентай, бұрылып тұр.</translation>
    </message>
    <message>
        <source>Second look</source>
        <translation>Екінші қарау</translation>
    </message>
    <message>
        <source>A face with a low probability is evaluated a second time, mirrored. The answer is the mean of both.</source>
        <translation>Ықтималдығы төмен бет айнадағы бейнесінен тағы бір рет қаралады. Жауап — екеуінің орташасы.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Деректер</translation>
    </message>
    <message>
        <source>Exact copy</source>
        <translation>Дәл көшірме</translation>
    </message>
    <message>
        <source>A picture with the same pixels as another one of the data.</source>
        <translation>Деректердегі басқа суретпен пикселдері бірдей сурет.</translation>
    </message>
    <message>
        <source>Near copy</source>
        <translation>Жуық көшірме</translation>
    </message>
    <message>
        <source>A picture that differs from another one by a crop, a scale or a tint.</source>
        <translation>Басқа суреттен қиылуымен, масштабымен немесе реңкімен ғана ерекшеленетін сурет.</translation>
    </message>
    <message>
        <source>Contradiction</source>
        <translation>Қайшылық</translation>
    </message>
    <message>
        <source>Copies of one picture with different labels. At least one of the labels is wrong.</source>
        <translation>Бір суреттің белгілері әртүрлі көшірмелері. Белгілердің кемінде біреуі қате.</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Бөлініс бөлігі</translation>
    </message>
    <message>
        <source>A part of the data after the split: training, validation, calibration or test. Copies of a picture never lie on two sides.</source>
        <translation>Бөліністен кейінгі деректердің бөлігі: оқыту, тексеру, калибрлеу немесе сынақ. Бір суреттің көшірмелері ешқашан екі бөлікке түспейді.</translation>
    </message>
    <message>
        <source>Validation side</source>
        <translation>Тексеру бөлігі</translation>
    </message>
    <message>
        <source>Pictures that the model does not learn from, by which the best epoch of a training is chosen.</source>
        <translation>Модель үйренбейтін суреттер; оқытудың үздік эпохасы солар бойынша таңдалады.</translation>
    </message>
    <message>
        <source>Calibration side</source>
        <translation>Калибрлеу бөлігі</translation>
    </message>
    <message>
        <source>Pictures kept back to calibrate the probabilities and to choose the thresholds of “uncertain”.</source>
        <translation>Ықтималдықтарды калибрлеу және «сенімсіз» шектерін таңдау үшін бөлек сақталған суреттер.</translation>
    </message>
    <message>
        <source>Test side</source>
        <translation>Сынақ бөлігі</translation>
    </message>
    <message>
        <source>Pictures kept back until the end. Nothing is learned from them or chosen by them, so that figures measured on them are not too good.</source>
        <translation>Соңына дейін бөлек сақталған суреттер. Олардан ештеңе үйренілмейді және солар бойынша ештеңе таңдалмайды, сондықтан олардағы көрсеткіштер асыра көрсетілмейді.</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>Модель үйренген деректер</translation>
    </message>
    <message>
        <source>The data whose pictures a model was trained on. Figures measured on pictures it has learned from are too good.</source>
        <translation>Модель суреттерінде үйретілген деректер. Модель үйренген суреттерде өлшенген көрсеткіштер асыра көрсетілген болады.</translation>
    </message>
    <message>
        <source>Confident learning</source>
        <translation>Confident learning</translation>
    </message>
    <message>
        <source>A method that finds labels that are probably wrong: a confident answer that contradicts the label counts more than an unsure one (Northcutt et al. 2021).</source>
        <translation>Қате болуы ықтимал белгілерді табатын әдіс: белгіге қайшы сенімді жауаптың салмағы сенімсізінен артық (Northcutt және т.б. 2021).</translation>
    </message>
    <message>
        <source>Out-of-fold answer</source>
        <translation>Үйренусіз жауап</translation>
    </message>
    <message>
        <source>An answer of a model that has not learned from this picture: the data is divided into parts, and each part is answered by a model trained on the others.</source>
        <translation>Осы суреттен үйренбеген модельдің жауабы: деректер бөліктерге бөлінеді, әр бөлікке қалғандарында үйретілген модель жауап береді.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Оқыту</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Рецепт</translation>
    </message>
    <message>
        <source>All choices of a training: network, learning, augmentation, mitigation, seeds.</source>
        <translation>Оқыту үшін таңдалғанның бәрі: желі, оқыту баптаулары, аугментация, жұмсарту, генератордың бастапқы сандары.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Іске қосу</translation>
    </message>
    <message>
        <source>One training with its recipe, its epochs and its model, in a folder of its own.</source>
        <translation>Өз қалтасындағы рецепті, эпохалары және моделі бар бір оқыту.</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Эпоха</translation>
    </message>
    <message>
        <source>One pass over all training pictures.</source>
        <translation>Барлық оқыту суреттерінен бір рет өту.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Топтама</translation>
    </message>
    <message>
        <source>The pictures that one training step learns from together.</source>
        <translation>Оқытудың бір қадамы бірге үйренетін суреттер.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Оқыту қарқыны</translation>
    </message>
    <message>
        <source>The step size of the optimizer: too small is slow, too large does not converge.</source>
        <translation>Оңтайландырғыш қадамының өлшемі: тым кішісі баяу, тым үлкені жинақталмайды.</translation>
    </message>
    <message>
        <source>Early stopping</source>
        <translation>Ерте тоқтату</translation>
    </message>
    <message>
        <source>The training ends when the validation side has shown no improvement for some epochs.</source>
        <translation>Тексеру бөлігінде бірнеше эпоха бойы жақсару болмаса, оқыту аяқталады.</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Аугментация</translation>
    </message>
    <message>
        <source>Random changes of the training pictures, such as rotation, light and blur, so that the model learns to ignore them.</source>
        <translation>Модель мән бермеуге үйренуі үшін оқыту суреттерін кездейсоқ өзгерту: бұру, жарық, бұлдырлату.</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Белгілерді тегістеу</translation>
    </message>
    <message>
        <source>A small share of each label is spread over all labels, so that the model does not become too sure.</source>
        <translation>Модель тым сенімді болып кетпеуі үшін әр белгінің шағын үлесі барлық белгілерге таратылады.</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Мұғалім-модель</translation>
    </message>
    <message>
        <source>A model whose answers to the training pictures another model learns beside the labels (knowledge distillation). Its doubts are learned too.</source>
        <translation>Оқыту суреттеріне берген жауаптарын басқа модель белгілермен қатар үйренетін модель (білім дистилляциясы). Оның күмәні де үйреніледі.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Салмақтардың өшуі</translation>
    </message>
    <message>
        <source>Keeps the weights small, so that the model overfits less.</source>
        <translation>Модель шамадан тыс аз үйренуі үшін салмақтарды кіші ұстайды.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Дропаут</translation>
    </message>
    <message>
        <source>A random part of the network is switched off in each training step, so that it overfits less.</source>
        <translation>Желі шамадан тыс үйренбеуі үшін оқытудың әр қадамында оның кездейсоқ бөлігі өшіріледі.</translation>
    </message>
    <message>
        <source>Mitigation</source>
        <translation>Теңсіздікті жұмсарту</translation>
    </message>
    <message>
        <source>A change to a training that is to make errors less unequal between groups, such as balanced sampling or group DRO.</source>
        <translation>Қателер топтар арасында біркелкірек болуы үшін оқытуды өзгерту: мысалы, теңгерілген іріктеу немесе group DRO.</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Көрсеткіштер</translation>
    </message>
    <message>
        <source>Agreement with the labels</source>
        <translation>Белгілермен келісу</translation>
    </message>
    <message>
        <source>The share of faces whose likeliest label is the label of the data: the accuracy, measured against what annotators perceived.</source>
        <translation>Ең ықтимал белгісі деректердегі белгімен сәйкес келетін беттердің үлесі: белгілеушілердің қабылдауына қатысты дәлдік.</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Теңгерілген дәлдік</translation>
    </message>
    <message>
        <source>The mean of the accuracies of the labels. Rare labels count as much as frequent ones.</source>
        <translation>Белгілер бойынша дәлдіктердің орташасы. Сирек белгілердің салмағы жиілерімен бірдей.</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Қамту</translation>
    </message>
    <message>
        <source>The share of faces that get an answer; the others are uncertain.</source>
        <translation>Жауап берілген беттердің үлесі; қалғандарына модель сенімсіз.</translation>
    </message>
    <message>
        <source>Wrong among the answers given</source>
        <translation>Берілген жауаптардың қатесі</translation>
    </message>
    <message>
        <source>The share of answers that differ from the label, uncertain ones left out.</source>
        <translation>Сенімсіздерін қоспағанда, белгіден өзгеше жауаптардың үлесі.</translation>
    </message>
    <message>
        <source>True positive rate</source>
        <translation>Дұрыс оң жауап үлесі</translation>
    </message>
    <message>
        <source>Of the faces with this label, the share that is answered with it (recall).</source>
        <translation>Осы белгісі бар беттердің ішінде дәл солай жауап берілгендерінің үлесі (толықтық).</translation>
    </message>
    <message>
        <source>False positive rate</source>
        <translation>Жалған оң жауап үлесі</translation>
    </message>
    <message>
        <source>Of the faces with another label, the share that is answered with this one.</source>
        <translation>Басқа белгісі бар беттердің ішінде осы белгімен жауап берілгендерінің үлесі.</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Қателер матрицасы</translation>
    </message>
    <message>
        <source>How many faces of each label (rows) got which prediction (columns).</source>
        <translation>Әр белгінің (жолдар) қанша беті қандай жауап алғаны (бағандар).</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % аралық</translation>
    </message>
    <message>
        <source>How far a figure may lie from its true value because few faces were measured: in 95 of 100 such measurements the interval holds the true value.</source>
        <translation>Өлшенген беттер аз болғандықтан көрсеткіштің шын мәнінен қаншалық ауытқуы мүмкін екені: осындай 100 өлшемнің 95-інде аралық шын мәнді қамтиды.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Калибрлеу</translation>
    </message>
    <message>
        <source>Probabilities that mean what they say: of the answers given with 80 %, 80 % agree with the labels.</source>
        <translation>Ықтималдықтардың айтқаны дәл келуі: 80 % деп берілген жауаптардың 80 %-ы белгілерге сай.</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Калибрлеу қатесі</translation>
    </message>
    <message>
        <source>The mean distance between confidence and accuracy. At 0, the probabilities can be taken at their word.</source>
        <translation>Сенімділік пен дәлдіктің орташа айырмасы. 0 болса, ықтималдықтарға сол қалпында сенуге болады.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Топ</translation>
    </message>
    <message>
        <source>Faces that share a label of a column or of several, such as an age band of one ethnicity.</source>
        <translation>Бір немесе бірнеше бағанның ортақ белгісі бар беттер, мысалы, бір этникалық тектің жас тобы.</translation>
    </message>
    <message>
        <source>Worst group</source>
        <translation>Ең нашар топ</translation>
    </message>
    <message>
        <source>The group with the lowest accuracy. Groups of few faces are left out.</source>
        <translation>Дәлдігі ең төмен топ. Беті аз топтар есепке алынбайды.</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>Алшақтық</translation>
    </message>
    <message>
        <source>The distance between the groups with the highest and the lowest value of a figure.</source>
        <translation>Көрсеткіші ең жоғары және ең төмен топтардың арасы.</translation>
    </message>
    <message>
        <source>Beyond chance</source>
        <translation>Кездейсоқтықтан үлкен</translation>
    </message>
    <message>
        <source>A gap so large that labels shuffled at random among the groups rarely give one like it. Many gaps are judged together, so that none stands out by luck.</source>
        <translation>Белгілер топтар арасында кездейсоқ араластырылғанда сирек шығатындай үлкен алшақтық. Көп алшақтық бірге бағаланады, сонда ешқайсысы кездейсоқ ерекшеленбейді.</translation>
    </message>
    <message>
        <source>Counterfactual</source>
        <translation>Өзгертілген сурет</translation>
    </message>
    <message>
        <source>The same face with only its picture changed: light, colour or blur. Its answer should stay the same.</source>
        <translation>Тек суреті өзгертілген сол бет: жарығы, түсі немесе айқындығы. Жауабы өзгермеуі керек.</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Male</source>
        <translation>Ер</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Әйел</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Ақ нәсілді</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Қара нәсілді</translation>
    </message>
    <message>
        <source>Asian</source>
        <translation>Азиялық</translation>
    </message>
    <message>
        <source>Indian</source>
        <translation>Үнділік</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Басқа</translation>
    </message>
</context>
<context>
    <name>network</name>
    <message>
        <source>Input size</source>
        <translation>Кіріс өлшемі</translation>
    </message>
    <message>
        <source>Side of the input, in pixels.</source>
        <translation>Кірістің қабырғасы, пиксельмен.</translation>
    </message>
    <message>
        <source>Order of the axes</source>
        <translation>Осьтердің реті</translation>
    </message>
    <message>
        <source>Keras and LiteRT have colours last, PyTorch has them first.</source>
        <translation>Keras пен LiteRT-те түстер соңында, PyTorch-та басында тұрады.</translation>
    </message>
    <message>
        <source>colours last (NHWC)</source>
        <translation>түстер соңында (NHWC)</translation>
    </message>
    <message>
        <source>colours first (NCHW)</source>
        <translation>түстер басында (NCHW)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Түстер</translation>
    </message>
    <message>
        <source>Networks fed by OpenCV often expect blue first.</source>
        <translation>OpenCV арқылы қолданылатын желілер көбіне көк түсті бірінші күтеді.</translation>
    </message>
    <message>
        <source>red, green, blue</source>
        <translation>қызыл, жасыл, көк</translation>
    </message>
    <message>
        <source>blue, green, red (OpenCV)</source>
        <translation>көк, жасыл, қызыл (OpenCV)</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>сұр</translation>
    </message>
    <message>
        <source>Range of values</source>
        <translation>Мәндер ауқымы</translation>
    </message>
    <message>
        <source>What the values of a picture, 0 to 255, are scaled to. A wrong range costs accuracy.</source>
        <translation>Суреттің 0-ден 255-ке дейінгі мәндері неге келтіріледі. Қате ауқым дәлдікті төмендетеді.</translation>
    </message>
    <message>
        <source>0 to 255, as they are</source>
        <translation>0-ден 255-ке дейін, сол күйінде</translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation>0-ден 1-ге дейін</translation>
    </message>
    <message>
        <source>-1 to 1</source>
        <translation>-1-ден 1-ге дейін</translation>
    </message>
    <message>
        <source>mean and deviation of ImageNet</source>
        <translation>ImageNet орташасы мен ауытқуы</translation>
    </message>
    <message>
        <source>another mean and deviation</source>
        <translation>басқа орташа мен ауытқу</translation>
    </message>
    <message>
        <source>What it is shown</source>
        <translation>Оған не көрсетіледі</translation>
    </message>
    <message>
        <source>The face, found and turned upright, or the picture as it is.</source>
        <translation>Табылған әрі түзетілген жүз немесе суреттің өзі.</translation>
    </message>
    <message>
        <source>the face, aligned</source>
        <translation>тураланған жүз</translation>
    </message>
    <message>
        <source>the whole picture</source>
        <translation>бүкіл сурет</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Жиек</translation>
    </message>
    <message>
        <source>Added on each side of an aligned face, as a share of its width; below 0 the crop is tighter.</source>
        <translation>Тураланған жүздің әр жағынан қосылады, енінің үлесі; 0-ден төмен болса, кесінді тарырақ.</translation>
    </message>
</context>
<context>
    <name>purpose</name>
    <message>
        <source>Before you start</source>
        <translation>Бастамас бұрын</translation>
    </message>
    <message>
        <source>Facet is for studying models that look at faces: to learn how they are made, to compare them, and to see where they go wrong and for whom.</source>
        <translation>Facet беттерге қарайтын модельдерді зерттеуге арналған: олардың қалай жасалатынын білу, оларды салыстыру және қай жерде, кімге қатысты қателесетінін көру үшін.</translation>
    </message>
    <message>
        <source>Its answers are what a model perceives, learned from labels that annotators gave by looking at pictures. Nobody&apos;s gender or ethnicity can be read from a photograph. Answers are wrong more often for some groups of people than for others; each comes with how sure the model is, and says so where it had better not answer.</source>
        <translation>Оның жауаптары — белгілеушілер суреттерге қарап қойған белгілерден үйренген модельдің қабылдауы. Ешкімнің жынысын да, этникалық тегін де фотосуреттен оқу мүмкін емес. Кейбір адамдар тобы үшін жауаптар басқаларға қарағанда жиі қате болады; әр жауаппен бірге модельдің сенімділігі көрсетіледі және жауап бермегені дұрыс болғанда ол соны айтады.</translation>
    </message>
    <message>
        <source>Do not use it to decide anything about a person. Sorting people by such traits from their pictures can be against the law: the EU&apos;s AI Act forbids biometric categorisation that deduces race (Art. 5(1)(g)) and counts other categorisation by sensitive traits as high-risk (Annex III 1(b)); data about ethnic origin are specially protected by the GDPR (Art. 9).</source>
        <translation>Оның көмегімен адам туралы ештеңе шешпеңіз. Адамдарды суреттері бойынша мұндай белгілермен сұрыптау заңға қайшы болуы мүмкін: ЕО-ның ЖИ туралы актісі нәсілді шығаратын биометриялық санаттауға тыйым салады (5(1)(g)-бап) және сезімтал белгілер бойынша өзге санаттауды жоғары тәуекелге жатқызады (III қосымша, 1(b)); этникалық тек туралы деректерді GDPR (9-бап) ерекше қорғайды.</translation>
    </message>
    <message>
        <source>Everything happens on this computer. No picture and no answer leaves it, and nothing is kept unless you save it. Facet knows no identities and matches no faces.</source>
        <translation>Барлығы осы компьютерде болады. Бірде-бір сурет те, жауап та одан шықпайды, өзіңіз сақтамасаңыз, ештеңе сақталмайды. Facet кімнің кім екенін білмейді және беттерді салыстырмайды.</translation>
    </message>
    <message>
        <source>I understand that these are a model&apos;s perceptions, and will not use them to decide about people.</source>
        <translation>Бұл модельдің қабылдауы екенін түсінемін және адамдар туралы шешім қабылдауға қолданбаймын.</translation>
    </message>
</context>
<context>
    <name>quality</name>
    <message>
        <source>too dark to be sure</source>
        <translation>сенімді болу үшін тым қараңғы</translation>
    </message>
    <message>
        <source>too bright to be sure</source>
        <translation>сенімді болу үшін тым жарық</translation>
    </message>
    <message>
        <source>too little contrast to be sure</source>
        <translation>сенімді болу үшін контраст тым аз</translation>
    </message>
    <message>
        <source>too blurred to be sure</source>
        <translation>сенімді болу үшін тым бұлыңғыр</translation>
    </message>
    <message>
        <source>too small to be sure</source>
        <translation>сенімді болу үшін тым кішкентай</translation>
    </message>
    <message>
        <source>turned away from the camera</source>
        <translation>камерадан бұрылған</translation>
    </message>
    <message>
        <source>partly outside the picture</source>
        <translation>бір бөлігі суреттен тыс</translation>
    </message>
    <message>
        <source>on its side or on its head in the photo</source>
        <translation>фотода қырынан немесе төңкеріліп жатыр</translation>
    </message>
    <message>
        <source>dark picture</source>
        <translation>күңгірт сурет</translation>
    </message>
    <message>
        <source>bright picture</source>
        <translation>тым жарық сурет</translation>
    </message>
    <message>
        <source>little contrast</source>
        <translation>контраст аз</translation>
    </message>
    <message>
        <source>blurred picture</source>
        <translation>бұлыңғыр сурет</translation>
    </message>
    <message>
        <source>small face</source>
        <translation>бет кішкентай</translation>
    </message>
    <message>
        <source>framed by hand, eyes and mouth not found</source>
        <translation>қолмен жақтауланған, көздері мен аузы табылмады</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>No space left on device</source>
        <translation>дискіде орын жоқ</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>рұқсат жоқ</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>әрекетке рұқсат жоқ</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>файлдық жүйе тек оқуға арналған</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>файл аты тым ұзын</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>енгізу-шығару қатесі</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>мұндай файл немесе қалта жоқ</translation>
    </message>
    <message>
        <source>it was deleted</source>
        <translation>ол жойылған</translation>
    </message>
    <message>
        <source>no batch has written it</source>
        <translation>оны топтама жазбаған</translation>
    </message>
    <message>
        <source>one of its columns is missing</source>
        <translation>бір бағаны жоқ</translation>
    </message>
    <message>
        <source>it does not say which attributes were answered</source>
        <translation>онда қандай белгілерге жауап берілгені айтылмаған</translation>
    </message>
    <message>
        <source>it is not a zip file</source>
        <translation>бұл zip файлы емес</translation>
    </message>
    <message>
        <source>it is damaged or was not copied to its end</source>
        <translation>ол бүлінген немесе соңына дейін көшірілмеген</translation>
    </message>
    <message>
        <source>it is locked with a password</source>
        <translation>ол құпиясөзбен жабылған</translation>
    </message>
    <message>
        <source>it names a file outside of itself</source>
        <translation>онда өзінен тыс файл аталған</translation>
    </message>
    <message>
        <source>it holds other files than a model&apos;s four</source>
        <translation>онда модельдің төрт файлынан басқасы бар</translation>
    </message>
    <message>
        <source>a file in it is larger than any model of Facet&apos;s</source>
        <translation>ондағы файл Facet-тің кез келген моделінен үлкен</translation>
    </message>
    <message>
        <source>another program has written it</source>
        <translation>оны басқа бағдарлама жазған</translation>
    </message>
</context>
<context>
    <name>recipe</name>
    <message>
        <source>Network</source>
        <translation>Желі</translation>
    </message>
    <message>
        <source>The architecture of the network.</source>
        <translation>Желі түрі.</translation>
    </message>
    <message>
        <source>The report&apos;s network</source>
        <translation>Есептегі желі</translation>
    </message>
    <message>
        <source>Deeper, with shortcuts</source>
        <translation>Тереңірек, қалдық байланыстармен</translation>
    </message>
    <message>
        <source>With attention</source>
        <translation>Зейінмен</translation>
    </message>
    <message>
        <source>dlib&apos;s face network</source>
        <translation>dlib бет желісі</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>Кіріс өлшемі</translation>
    </message>
    <message>
        <source>Side of the picture the network is shown, in pixels.</source>
        <translation>Желіге көрсетілетін сурет қабырғасы, пиксельмен.</translation>
    </message>
    <message>
        <source>Input colour</source>
        <translation>Кіріс түсі</translation>
    </message>
    <message>
        <source>Whether it is shown colours.</source>
        <translation>Оған түстер көрсетіле ме.</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>сұр</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>түрлі түсті</translation>
    </message>
    <message>
        <source>Starting weights</source>
        <translation>Бастапқы салмақтар</translation>
    </message>
    <message>
        <source>Initial weights: random, or those of dlib&apos;s face recognition network, which fit the network of that name in colour only.</source>
        <translation>Бастапқы салмақтар: кездейсоқ немесе dlib бет тану желісінің салмақтары; соңғылары тек аттас желіге, түрлі түсті кіріске сай келеді.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>кездейсоқ</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Мұғалім-модель</translation>
    </message>
    <message>
        <source>A Facet model, by name or folder, whose answers are learned beside the labels: knowledge distillation (Hinton et al. 2015); empty: none.</source>
        <translation>Жауаптары белгілермен қатар үйренілетін Facet моделі (атауы немесе қалтасы): білім дистилляциясы (Hinton et al. 2015); бос болса — жоқ.</translation>
    </message>
    <message>
        <source>Weight of the teacher</source>
        <translation>Мұғалімнің салмағы</translation>
    </message>
    <message>
        <source>Weight of the teacher&apos;s answers; the labels have the rest.</source>
        <translation>Мұғалім жауаптарының салмағы; қалғаны — белгілер.</translation>
    </message>
    <message>
        <source>Trained layers</source>
        <translation>Оқытылатын қабаттар</translation>
    </message>
    <message>
        <source>All layers, or only the output layers. Then the rest of the network is run only once per picture, so the training takes seconds.</source>
        <translation>Барлық қабаттар немесе тек жауап беретін соңғылары. Екінші жағдайда желінің қалған бөлігі әр сурет үшін бір рет қана есептеледі, сондықтан оқыту бірнеше секунд алады.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>барлығы</translation>
    </message>
    <message>
        <source>the last only</source>
        <translation>тек соңғылары</translation>
    </message>
    <message>
        <source>Last layers first, epochs</source>
        <translation>Алдымен соңғы қабаттар, эпоха</translation>
    </message>
    <message>
        <source>Epochs in which only the last layers are trained, before all layers are (Kumar et al. 2022, Fine-Tuning can Distort Pretrained Features). The others then start from answers that suit them.</source>
        <translation>Барлық қабаттан бұрын тек соңғы қабаттар оқытылатын эпохалар (Kumar et al. 2022, Fine-Tuning can Distort Pretrained Features). Сонда қалғандары өздеріне сай жауаптардан бастайды.</translation>
    </message>
    <message>
        <source>Framing</source>
        <translation>Кадрлау</translation>
    </message>
    <message>
        <source>Data that come aligned are used both as they are and aligned anew as in a photo, or only aligned anew.</source>
        <translation>Тураланған деректер сол күйінде де, фотодағыдай қайта тураланып та көрсетіледі немесе тек сол күйінде.</translation>
    </message>
    <message>
        <source>as they are and found again</source>
        <translation>сол күйінде және қайта</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>сол күйінде</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Эпохалар</translation>
    </message>
    <message>
        <source>Number of passes over the training pictures.</source>
        <translation>Әр суретті неше рет көреді.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Топтама өлшемі</translation>
    </message>
    <message>
        <source>Pictures per training step.</source>
        <translation>Бір мезгілде қанша суреттен үйренеді.</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Оңтайландырғыш</translation>
    </message>
    <message>
        <source>Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) or SGD with Nesterov momentum 0.9.</source>
        <translation>Adam (Kingma мен Ba 2015), AdamW (Loshchilov пен Hutter 2019) немесе Нестеров импульсі 0,9 болатын SGD.</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Оқыту қарқыны</translation>
    </message>
    <message>
        <source>Step size of the optimizer; too large a value makes the training diverge.</source>
        <translation>Әр қадам қаншалық алыс барады; тым алыс болса, мағынасыздық шығады.</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Кесте</translation>
    </message>
    <message>
        <source>The learning rate stays, falls along a cosine to 0, or falls to a tenth twice.</source>
        <translation>Оқыту қарқыны тұрақты, косинус бойымен 0-ге дейін түседі немесе екі рет он есе азаяды.</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>тұрақты</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>косинус бойымен</translation>
    </message>
    <message>
        <source>step</source>
        <translation>сатылап</translation>
    </message>
    <message>
        <source>Warm-up, epochs</source>
        <translation>Қыздыру, эпоха</translation>
    </message>
    <message>
        <source>Epochs over which the learning rate rises from 0.</source>
        <translation>Оқыту қарқыны 0-ден өсетін эпохалар саны.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Салмақтардың өшуі</translation>
    </message>
    <message>
        <source>Strength of weight decay.</source>
        <translation>Салмақтар 0-ге қаншалық тартылады.</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Белгілерді тегістеу</translation>
    </message>
    <message>
        <source>Share of each label that is spread over all classes.</source>
        <translation>Әр белгінің қандай үлесі барлық сыныпқа таратылады.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Дропаут</translation>
    </message>
    <message>
        <source>Dropout rate before the outputs; empty: the default of the network.</source>
        <translation>Жауаптардың алдында тасталатын мәндер үлесі; бос болса — желінің өзіндегідей.</translation>
    </message>
    <message>
        <source>Rotation, degrees</source>
        <translation>Бұру, градус</translation>
    </message>
    <message>
        <source>Rotated by up to this many degrees in either direction.</source>
        <translation>Екі жаққа осынша градусқа дейін бұрылады.</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>Айналау</translation>
    </message>
    <message>
        <source>Half of the pictures are mirrored.</source>
        <translation>Суреттердің жартысы айнадағыдай аударылады.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>Scaled up or down by up to this share.</source>
        <translation>Осы үлеске дейін үлкейтіледі немесе кішірейтіледі.</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Жылжыту</translation>
    </message>
    <message>
        <source>Moved by up to this share of the picture, across and down.</source>
        <translation>Суреттің осы үлесіне дейін көлденең және тік жылжытылады.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Жарық</translation>
    </message>
    <message>
        <source>Made lighter or darker by up to this share.</source>
        <translation>Осы үлеске дейін жарықтандырылады немесе күңгірттенеді.</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Контраст</translation>
    </message>
    <message>
        <source>Made more or less contrasty by up to this share.</source>
        <translation>Контраст осы үлеске дейін күшейтіледі немесе әлсіретіледі.</translation>
    </message>
    <message>
        <source>Blur, pixels</source>
        <translation>Бұлыңғырлау, пиксель</translation>
    </message>
    <message>
        <source>Half of the pictures are blurred by up to this many pixels.</source>
        <translation>Суреттердің жартысы осынша пиксельге дейін бұлыңғырланады.</translation>
    </message>
    <message>
        <source>Erasing</source>
        <translation>Өшіру</translation>
    </message>
    <message>
        <source>Share of the pictures in which a rectangle is covered (Zhong et al. 2020, Random Erasing).</source>
        <translation>Тіктөртбұрышы жабылатын суреттер үлесі (Zhong және т.б. 2020, Random Erasing).</translation>
    </message>
    <message>
        <source>Side light</source>
        <translation>Бүйір жарық</translation>
    </message>
    <message>
        <source>A third are lit from one side, down by up to this share.</source>
        <translation>Үштен бірі бір жағынан жарықтандырылып, осы үлеске дейін күңгірттенеді.</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Түс</translation>
    </message>
    <message>
        <source>A third have their colours tinted by up to this share.</source>
        <translation>Үштен бірінің түстері осы үлеске дейін боялады.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Шуыл</translation>
    </message>
    <message>
        <source>A third have noise of up to this standard deviation, of 255.</source>
        <translation>Үштен біріне осы стандартты ауытқуға дейін шуыл қосылады (255-тен).</translation>
    </message>
    <message>
        <source>Coarse</source>
        <translation>Ірілеу</translation>
    </message>
    <message>
        <source>A third have their resolution reduced by up to this share.</source>
        <translation>Үштен бірі қабырғасының осы үлесіне дейін іріленеді.</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Қозғалыстан бұлыңғырлану</translation>
    </message>
    <message>
        <source>A third have motion blur of up to this share of their side.</source>
        <translation>Үштен бірі сызық бойымен жағылады, ұзындығы қабырғасының осы үлесіне дейін.</translation>
    </message>
    <message>
        <source>Covering</source>
        <translation>Жабу</translation>
    </message>
    <message>
        <source>Share of the pictures in which a plain shape covers the eyes, the mouth or the forehead.</source>
        <translation>Көзі, аузы немесе маңдайы бір түсті затпен жабылған суреттердің үлесі.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Әдіс</translation>
    </message>
    <message>
        <source>Thresholds of the answers: the same for all, or by perceived group.</source>
        <translation>Жауапқа қашан жеткілікті сенімді: бәріне бірдей немесе қабылданған топ бойынша.</translation>
    </message>
    <message>
        <source>by perceived group</source>
        <translation>қабылданған топ бойынша</translation>
    </message>
    <message>
        <source>reweighing</source>
        <translation>қайта салмақтау</translation>
    </message>
    <message>
        <source>a head per group</source>
        <translation>әр топқа өз шығысы</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Ең үздік эпоха</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Калибрлеу</translation>
    </message>
    <message>
        <source>none</source>
        <translation>жоқ</translation>
    </message>
    <message>
        <source>Balanced sampling shows every label of every group equally often; reweighing evens out the share of each label; group DRO learns most from the group that fares worst; a head per group learns its own faces, and all answer together; adversarial debiasing keeps the answer from telling the group.</source>
        <translation>Теңгерілген іріктеу әр топтың әр белгісін бірдей жиі көрсетеді; қайта салмақтау әр белгінің үлесін теңестіреді; group DRO ең нашар нәтижелі топтан көбірек үйренеді; әр топтың өз шығысы өз беттерінен үйренеді, бәрі бірге жауап береді; қарсыластық тәсіл жауаптың топты айтып қоюына жол бермейді.</translation>
    </message>
    <message>
        <source>balanced sampling</source>
        <translation>теңгерілген іріктеу</translation>
    </message>
    <message>
        <source>group DRO</source>
        <translation>топтық DRO</translation>
    </message>
    <message>
        <source>adversarial debiasing</source>
        <translation>біржақтылықты жарыспалы түзету</translation>
    </message>
    <message>
        <source>best on the whole</source>
        <translation>жалпы ең үздігі</translation>
    </message>
    <message>
        <source>best for the group that fares worst</source>
        <translation>ең нашар нәтижелі топ үшін үздігі</translation>
    </message>
    <message>
        <source>alike for all</source>
        <translation>бәріне бірдей</translation>
    </message>
    <message>
        <source>Early stopping, epochs</source>
        <translation>Ерте тоқтату, эпоха</translation>
    </message>
    <message>
        <source>Stop after this many epochs without improvement; empty: never.</source>
        <translation>Осынша эпохада жақсырағы болмаса тоқтау; бос болса — ешқашан.</translation>
    </message>
    <message>
        <source>Averaged weights</source>
        <translation>Салмақтарды орташалау</translation>
    </message>
    <message>
        <source>Decay of a running mean of the weights, which replaces them; empty: none.</source>
        <translation>Салмақтардың орнына алынатын жылжымалы орташаның өшуі; бос болса — қолданылмайды.</translation>
    </message>
    <message>
        <source>Side tasks</source>
        <translation>Қосымша тапсырмалар</translation>
    </message>
    <message>
        <source>Weight of auxiliary tasks, where the data have them: age, and FairFace&apos;s seven races.</source>
        <translation>Деректерде болса, қоса үйренетіннің салмағы: жас және FairFace-тің жеті нәсілі.</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>Айнамен</translation>
    </message>
    <message>
        <source>Faces with a low probability are evaluated a second time, mirrored; the answer is the mean of both.</source>
        <translation>Сенімсіз болған бет айнадағы бейнесінен тағы бір рет қаралады; жауап — екеуінің орташасы.</translation>
    </message>
    <message>
        <source>Quantised</source>
        <translation>Кванттау</translation>
    </message>
    <message>
        <source>The weights are quantised to 8 bits: a quarter of the size, and several times as fast.</source>
        <translation>Модель салмақтары 8 битте сақталады: төрт есе кіші және бірнеше есе жылдам.</translation>
    </message>
    <message>
        <source>16-bit arithmetic</source>
        <translation>16 биттік арифметика</translation>
    </message>
    <message>
        <source>Calculate in 16 bits if that is faster on this computer; weights and answers keep 32.</source>
        <translation>Компьютер солай жылдамырақ болса, 16 битпен есептеу; салмақтар мен жауаптар 32 битте қалады.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Кездейсоқтық дәні</translation>
    </message>
    <message>
        <source>Seed of initial weights, order, augmentation and dropout.</source>
        <translation>Бастапқы салмақтар, реті, өзгерістер және дропаут үшін.</translation>
    </message>
    <message>
        <source>Split seed</source>
        <translation>Бөлініс дәні</translation>
    </message>
    <message>
        <source>Seed of the split into training, validation, calibration and test side.</source>
        <translation>Қай сурет бөліністің қай бөлігіне түсетіні үшін.</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Блоктар</translation>
    </message>
    <message>
        <source>Blocks of convolution and pooling; each halves the picture.</source>
        <translation>Жинақтау мен пулинг блоктары; әрқайсысы суретті екі есе кішірейтеді.</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Ені</translation>
    </message>
    <message>
        <source>Filters of the first block; each block has twice the last one&apos;s.</source>
        <translation>Бірінші блоктың сүзгілері; әр келесісінде екі есе көп.</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>Толық байланысқан қабат</translation>
    </message>
    <message>
        <source>Units of the layer before the answers.</source>
        <translation>Жауаптар алдындағы қабаттың нейрондары.</translation>
    </message>
    <message>
        <source>Block dropout</source>
        <translation>Блоктар дропауты</translation>
    </message>
    <message>
        <source>Share of values left out at random after each block.</source>
        <translation>Әр блоктан кейін кездейсоқ тасталатын мәндер үлесі.</translation>
    </message>
    <message>
        <source>Share of values left out at random before the answers.</source>
        <translation>Жауаптар алдында кездейсоқ тасталатын мәндер үлесі.</translation>
    </message>
    <message>
        <source>Residual blocks of each stage, such as 1-2-2-2.</source>
        <translation>Әр сатының қалдық блоктары, мысалы 1-2-2-2.</translation>
    </message>
    <message>
        <source>Filters of the first stage; each stage has twice the last one&apos;s.</source>
        <translation>Бірінші сатының сүзгілері; әр келесісінде екі есе көп.</translation>
    </message>
    <message>
        <source>Squeeze</source>
        <translation>Сығу</translation>
    </message>
    <message>
        <source>By how much the weighing of the channels narrows them.</source>
        <translation>Арналарды салмақтау оларды неше есе тарылтады.</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>Зейін бастары</translation>
    </message>
    <message>
        <source>Ways at once in which the parts of the face look at one another; 0 leaves that out.</source>
        <translation>Бет бөліктері бір-біріне бір мезгілде неше тәсілмен қарайды; 0 — онсыз.</translation>
    </message>
    <message>
        <source>A Facet model to start from in place of these weights, by name or folder; empty: none.</source>
        <translation>Осы салмақтардың орнына оқыту басталатын Facet моделі: аты немесе қалтасы; бос болса — жоқ.</translation>
    </message>
    <message>
        <source>Start model</source>
        <translation>Бастапқы модель</translation>
    </message>
    <message>
        <source>Which epoch is kept: the best on average, the best for the group with the lowest accuracy, or the one that finds the labels likeliest. Likelihoods differ less by chance than accuracies do.</source>
        <translation>Қай дәуір сақталады: орташа алғанда үздігі, дәлдігі ең төмен топ үшін үздігі немесе белгілеулерді ең ықтимал деп тапқаны. Ықтималдық дәлдікке қарағанда кездейсоқтыққа азырақ тәуелді.</translation>
    </message>
    <message>
        <source>likeliest labels</source>
        <translation>белгілеулері ең ықтимал</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>measuring the result</source>
        <translation>нәтижені өлшеу</translation>
    </message>
    <message>
        <source>writing the model</source>
        <translation>модельді жазу</translation>
    </message>
    <message>
        <source>finding faces</source>
        <translation>беттерді іздеу</translation>
    </message>
    <message>
        <source>reading the pictures</source>
        <translation>суреттерді оқу</translation>
    </message>
    <message>
        <source>reading the data</source>
        <translation>деректерді оқу</translation>
    </message>
    <message>
        <source>starting TensorFlow</source>
        <translation>TensorFlow іске қосылуда</translation>
    </message>
    <message>
        <source>looking for copies</source>
        <translation>көшірмелерді іздеу</translation>
    </message>
    <message>
        <source>looking for pictures that the teacher knows</source>
        <translation>мұғалім білетін суреттерді іздеу</translation>
    </message>
    <message>
        <source>training the last layers</source>
        <translation>соңғы қабаттарды оқыту</translation>
    </message>
    <message>
        <source>looking for pictures that the start model knows</source>
        <translation>бастапқы модель білетін суреттерді іздеу</translation>
    </message>
    <message>
        <source>recording the training pictures</source>
        <translation>оқыту суреттерін жазу</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>Taken anyway: wrong in {errors} of 100</source>
        <translation>Қабылданса: 100-ден {errors} қате</translation>
    </message>
    <message>
        <source>Wrong in {errors} of 100 such faces</source>
        <translation>Мұндай 100 беттің {errors} қате</translation>
    </message>
    <message>
        <source>No camera was found</source>
        <translation>Камера табылмады</translation>
    </message>
    <message>
        <source>Plug one in, or switch on the one in this machine: it will appear here by itself.</source>
        <translation>Камераны қосыңыз немесе кіріктірілгенін іске қосыңыз: ол мұнда өзі пайда болады.</translation>
    </message>
    <message>
        <source>{camera} was unplugged</source>
        <translation>{camera} ажыратылды</translation>
    </message>
    <message>
        <source>Plug it in again and it goes on by itself, or choose another camera. Pictures you took are kept.</source>
        <translation>Оны қайта қосыңыз, жұмыс өзі жалғасады, немесе басқа камера таңдаңыз. Түсірген суреттеріңіз сақталды.</translation>
    </message>
    <message>
        <source>Allow it in System Settings, Privacy &amp; Security, Camera, then try again.</source>
        <translation>Оған «Жүйе параметрлері», «Құпиялылық және қауіпсіздік», «Камера» бөлімінде рұқсат беріп, қайталап көріңіз.</translation>
    </message>
    <message>
        <source>Allow it in Settings, Privacy &amp; security, Camera, then try again.</source>
        <translation>Оған «Параметрлер», «Құпиялылық және қауіпсіздік», «Камера» бөлімінде рұқсат беріп, қайталап көріңіз.</translation>
    </message>
    <message>
        <source>Allow it in the system&apos;s privacy settings, then try again.</source>
        <translation>Оған жүйенің құпиялылық баптауларында рұқсат беріп, қайталап көріңіз.</translation>
    </message>
    <message>
        <source>Facet may not use the camera</source>
        <translation>Facet-ке камераны пайдалануға рұқсат жоқ</translation>
    </message>
    <message>
        <source>Another program may be using it: close that program, or choose another camera, and try again.</source>
        <translation>Камераны басқа бағдарлама пайдаланып жатқан болар: оны жабыңыз немесе басқа камера таңдап, қайталап көріңіз.</translation>
    </message>
    <message>
        <source>The camera could not be used</source>
        <translation>Камераны пайдалану мүмкін болмады</translation>
    </message>
    <message>
        <source>The camera sends no picture</source>
        <translation>Камера бейне жібермей тұр</translation>
    </message>
    <message>
        <source>Another program may be using it, or its shutter is closed. Free it, or choose another, and try again.</source>
        <translation>Оны басқа бағдарлама пайдаланып жатқан немесе шторкасы жабық болар. Босатыңыз немесе басқасын таңдап, қайталап көріңіз.</translation>
    </message>
    <message>
        <source>The video is no longer there</source>
        <translation>Бейне енді орнында жоқ</translation>
    </message>
    <message>
        <source>There is no file {path}. Check that the disk or network drive is still there, then try again.</source>
        <translation>{path} файлы жоқ. Диск немесе желілік диск орнында ма, тексеріп, қайталап көріңіз.</translation>
    </message>
    <message>
        <source>Its file is damaged, or of a kind this machine cannot play. Most play MP4, MOV, MKV, WebM and AVI.</source>
        <translation>Файл бүлінген немесе бұл компьютер оны ойната алмайды. Көбі MP4, MOV, MKV, WebM және AVI ойнатады.</translation>
    </message>
    <message>
        <source>This video cannot be shown</source>
        <translation>Бұл бейнені көрсету мүмкін емес</translation>
    </message>
    <message>
        <source>Qt found no multimedia backend</source>
        <translation>Qt мультимедиа бэкендін таппады</translation>
    </message>
    <message>
        <source>Camera and videos do not work on this machine yet</source>
        <translation>Камера мен бейне бұл компьютерде әзірге жұмыс істемейді</translation>
    </message>
    <message>
        <source>Qt&apos;s multimedia module could not be loaded: {reason}</source>
        <translation>Qt мультимедиа модулі жүктелмеді: {reason}</translation>
    </message>
    <message>
        <source>The system library {library} is missing. Install it (Debian and Ubuntu: sudo apt install libpulse0; Fedora: sudo dnf install pulseaudio-libs). Then try again.</source>
        <translation>{library} жүйелік кітапханасы жоқ. Оны орнатыңыз (Debian мен Ubuntu: sudo apt install libpulse0; Fedora: sudo dnf install pulseaudio-libs), содан соң қайталап көріңіз.</translation>
    </message>
    <message>
        <source>The system library {library} is missing. Install the package of your system that holds it. Then try again.</source>
        <translation>{library} жүйелік кітапханасы жоқ. Жүйеңіздің ол бар пакетін орнатып, қайталап көріңіз.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Файл</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>Өң&amp;деу</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Көрініс</translation>
    </message>
    <message>
        <source>&amp;Where the model looked</source>
        <translation>&amp;Модель қайда қарады</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Оқыту</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Анықтама</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>Құралдар тақтасы</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>Қолданыстағы модель</translation>
    </message>
    <message>
        <source>The model that answers for your photos. Your own stand here too.</source>
        <translation>Фотоларыңыз бойынша жауап беретін модель. Өз модельдеріңіз де осында.</translation>
    </message>
    <message>
        <source>In photos, before the camera, and in the data of audits and trainings alike.</source>
        <translation>Фотоларда, камера алдында, тексерулер мен оқытулар деректерінде бірдей.</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>модельдікі</translation>
    </message>
    <message>
        <source>An answer less sure than this is “uncertain”. The model&apos;s own was chosen on pictures kept back for it.</source>
        <translation>Сенімділігі бұдан төмен жауап — «сенімсіз». Модельдің шегі осы үшін бөлек сақталған суреттерде таңдалған.</translation>
    </message>
    <message>
        <source>Threshold for perceived gender</source>
        <translation>Қабылданатын жыныс шегі</translation>
    </message>
    <message>
        <source>Threshold for perceived ethnicity</source>
        <translation>Қабылданатын этникалық тек шегі</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Түстер</translation>
    </message>
    <message>
        <source>Light or dark, or as the system has it.</source>
        <translation>Ашық, қараңғы немесе жүйедегідей.</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Жүйедегідей</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Ашық</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Қараңғы</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Қозғалыс</translation>
    </message>
    <message>
        <source>Off: nothing moves by itself, even where the system would let it.</source>
        <translation>Өшірулі: жүйе рұқсат етсе де, ештеңе өздігінен қозғалмайды.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Тіл</translation>
    </message>
    <message>
        <source>Takes effect after restart.</source>
        <translation>Келесі іске қосудан бастап күшіне енеді.</translation>
    </message>
    <message>
        <source>Shown beside a face. What is exported always has all of it.</source>
        <translation>Бет жанында көрсету. Экспортта бәрі әрқашан бар.</translation>
    </message>
    <message>
        <source>Reasons for doubt</source>
        <translation>Күмән себептері</translation>
    </message>
    <message>
        <source>What may lead the model astray in a picture: too dark, too small, turned away.</source>
        <translation>Суретте модельді не жаңылдыруы мүмкін: тым қараңғы, тым кішкентай, бұрылған.</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Деректер қалтасы</translation>
    </message>
    <message>
        <source>Where you keep data sets: choosing data for a training begins there.</source>
        <translation>Деректер жинақтарын сақтайтын жеріңіз: оқытуға дерек таңдау сол жерден басталады.</translation>
    </message>
    <message>
        <source>your documents</source>
        <translation>құжаттарыңыз</translation>
    </message>
    <message>
        <source>Collect corrections</source>
        <translation>Түзетулерді жинау</translation>
    </message>
    <message>
        <source>Folder of corrections</source>
        <translation>Түзетулер қалтасы</translation>
    </message>
    <message>
        <source>A data set like any other: choose it as the data of a training. Delete it, and all is forgotten.</source>
        <translation>Кәдімгі деректер жинағы: оны оқыту деректері ретінде таңдаңыз. Жойсаңыз, бәрі ұмытылады.</translation>
    </message>
    <message>
        <source>Paths in the log</source>
        <translation>Журналдағы жолдар</translation>
    </message>
    <message>
        <source>Lets names of your files stand in the log and in reports of errors, which helps to find one. They stay on this computer. Takes effect after restart.</source>
        <translation>Файлдарыңыздың аты журналға және қате туралы есептерге жазылады: бұл қатені табуға көмектеседі. Олар осы компьютерде қалады. Келесі іске қосудан бастап күшіне енеді.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Faces and answers</source>
        <translation>Беттер мен жауаптар</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>Көрінісі мен тілі</translation>
    </message>
    <message>
        <source>Data and corrections</source>
        <translation>Деректер мен түзетулер</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Ағындар</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>Беттерді іздеу</translation>
    </message>
    <message>
        <source>Thorough: small faces and turned photos too</source>
        <translation>Мұқият: ұсақ, бұрылған беттер де</translation>
    </message>
    <message>
        <source>Fast: large faces in upright photos</source>
        <translation>Жылдам: тік фотолардағы ірі беттер</translation>
    </message>
    <message>
        <source>How many of the processor&apos;s cores an answer may use.</source>
        <translation>Бір жауап процессордың қанша ядросын пайдалана алады.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>автоматты</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>эпоха</translation>
    </message>
    <message>
        <source>a whole number is expected</source>
        <translation>бүтін сан керек</translation>
    </message>
    <message>
        <source>a number is expected</source>
        <translation>сан керек</translation>
    </message>
    <message>
        <source>more than {low}, at most {high}</source>
        <translation>{low} мәнінен көп, ең көбі {high}</translation>
    </message>
    <message>
        <source>from {low} to {high}</source>
        <translation>{low} мен {high} аралығында</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>Ат керек.</translation>
    </message>
    <message>
        <source>Small letters, digits, dots and hyphens only, a letter or digit first, 64 at most.</source>
        <translation>Тек кіші латын әріптері, цифрлар, нүкте мен дефис; алдымен әріп не цифр, ең көбі 64.</translation>
    </message>
    <message>
        <source>Some systems cannot keep that name.</source>
        <translation>Кейбір жүйелер мұндай атты сақтай алмайды.</translation>
    </message>
    <message>
        <source>That name is taken.</source>
        <translation>Бұл ат бос емес.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%Ln сурет</numerusform>
            <numerusform>%Ln сурет</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} с</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} мин</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} сағ {minutes} мин</translation>
    </message>
    <message>
        <source>Perceived gender</source>
        <translation>Қабылданатын жыныс</translation>
    </message>
    <message>
        <source>Perceived ethnicity</source>
        <translation>Қабылданатын этникалық тек</translation>
    </message>
    <message>
        <source>gender</source>
        <translation>жыныс</translation>
    </message>
    <message>
        <source>ethnicity</source>
        <translation>этникалық тек</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} және {last}</translation>
    </message>
    <message>
        <source>uncertain: {answers}</source>
        <translation>сенімсіз: {answers}</translation>
    </message>
    <message>
        <source>Noted as right: {labels}</source>
        <translation>Дұрыс деп белгіленді: {labels}</translation>
    </message>
    <message>
        <source>Face {index} of {count}</source>
        <translation>{count} беттің {index}-і</translation>
    </message>
    <message>
        <source>{n} ms</source>
        <translation>{n} мс</translation>
    </message>
    <message>
        <source>&lt; 1 ms</source>
        <translation>&lt; 1 мс</translation>
    </message>
    <message>
        <source>no face in {time}</source>
        <translation>бет жоқ, {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) in {time}</source>
        <translation>
            <numerusform>{time} ішінде %Ln бет</numerusform>
            <numerusform>{time} ішінде %Ln бет</numerusform>
        </translation>
    </message>
    <message>
        <source>Retrain…</source>
        <translation>Қайта оқыту…</translation>
    </message>
    <message>
        <source>Train a model of your own (Ctrl+R)</source>
        <translation>Өз моделіңізді оқыту (Ctrl+R)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Импорттау…</translation>
    </message>
    <message>
        <source>Take in a model that was exported from Facet</source>
        <translation>Facet-тен экспортталған модельді қабылдау</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Жою</translation>
    </message>
    <message>
        <source>Delete this model; it can be undone</source>
        <translation>Бұл модельді жою; болдырмауға болады</translation>
    </message>
    <message>
        <source>This model comes with Facet. Only models of your own can be deleted.</source>
        <translation>Бұл модель Facet-пен бірге келеді. Тек өз модельдеріңізді жоюға болады.</translation>
    </message>
    <message>
        <source>No model was found</source>
        <translation>Модель табылмады</translation>
    </message>
    <message>
        <source>Models (*.facet *.zip);;All files (*)</source>
        <translation>Модельдер (*.facet *.zip);;Барлық файлдар (*)</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Модельді импорттау</translation>
    </message>
    <message>
        <source>{name} is here now. Choose it above to use it.</source>
        <translation>{name} енді осында. Пайдалану үшін оны жоғарыдан таңдаңыз.</translation>
    </message>
    <message>
        <source>Models (*.facet)</source>
        <translation>Модельдер (*.facet)</translation>
    </message>
    <message>
        <source>Export this model</source>
        <translation>Бұл модельді экспорттау</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>{path} ретінде сақталды</translation>
    </message>
    <message>
        <source>{name} was deleted.</source>
        <translation>{name} жойылды.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Таңдау…</translation>
    </message>
    <message>
        <source>Choose: {what}</source>
        <translation>Таңдау: {what}</translation>
    </message>
    <message>
        <source>no face found</source>
        <translation>бет табылмады</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Барлығы</translation>
    </message>
    <message>
        <source>age {band}</source>
        <translation>жасы {band}</translation>
    </message>
    <message>
        <source>age</source>
        <translation>жас</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>{first} және {second}</translation>
    </message>
    <message>
        <source>Agreement with the labels</source>
        <translation>Белгілермен келісу</translation>
    </message>
    <message>
        <source>Share that gets an answer</source>
        <translation>Жауап алған үлес</translation>
    </message>
    <message>
        <source>Share left uncertain</source>
        <translation>Сенімсіз қалған үлес</translation>
    </message>
    <message>
        <source>Wrong among the answers given</source>
        <translation>Берілген жауаптардың қатесі</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Калибрлеу қатесі</translation>
    </message>
    <message>
        <source>True positive rate, {label}</source>
        <translation>Дұрыс оң жауап үлесі, {label}</translation>
    </message>
    <message>
        <source>False positive rate, {label}</source>
        <translation>Жалған оң жауап үлесі, {label}</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>Күңгірттеу</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>Жарығырақ</translation>
    </message>
    <message>
        <source>In coloured light</source>
        <translation>Түсті жарықта</translation>
    </message>
    <message>
        <source>Out of focus</source>
        <translation>Фокустан тыс</translation>
    </message>
    <message numerus="yes">
        <source>It agrees with the labels of %n face(s) in {agreement}; {balanced} as a mean of the labels.</source>
        <translation>
            <numerusform>%Ln бетте ол белгілермен {agreement} келіседі; белгілер бойынша орташасы {balanced}.</numerusform>
            <numerusform>%Ln бетте ол белгілермен {agreement} келіседі; белгілер бойынша орташасы {balanced}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) not found count as wrong.</source>
        <translation>
            <numerusform>Табылмаған %Ln бет қате деп саналады.</numerusform>
            <numerusform>Табылмаған %Ln бет қате деп саналады.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is not known what the model was trained on. If these faces were among it, the figures are too good.</source>
        <translation>Модель қандай деректерде оқытылғаны белгісіз. Егер бұл жүздер солардың арасында болса, көрсеткіштер тым жақсы болып шыққан.</translation>
    </message>
    <message>
        <source>{attribute} is not measured: the data give no labels of it.</source>
        <translation>{attribute}: өлшенбеді, деректерде мұндай белгі жоқ.</translation>
    </message>
    <message>
        <source>{attribute} cannot be measured: {label} is the only label in the data.</source>
        <translation>{attribute}: өлшеу мүмкін емес, деректерде тек {label} белгісі бар.</translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out test picture(s).</source>
        <translation>
            <numerusform>Сақталып қойылған %Ln сынақ суретінде өлшенді.</numerusform>
            <numerusform>Сақталып қойылған %Ln сынақ суретінде өлшенді.</numerusform>
        </translation>
    </message>
    <message>
        <source>Measured on the {side} side of a training.</source>
        <translation>Оқытудың мына бөлігінде өлшенді: {side}.</translation>
    </message>
    <message>
        <source>{figure} by {columns}: {highest} is {gap} points above {lowest}; chance alone would make it {chance}.</source>
        <translation>{figure}; бөлінуі: {columns}. {highest} тобы {lowest} тобынан {gap} п. жоғары; кездейсоқтықтың өзі {chance} берер еді.</translation>
    </message>
    <message>
        <source>{figure} by {columns}: {highest} is {gap} points above {lowest}; chance alone would make it {chance}, so it may be no more than that.</source>
        <translation>{figure}; бөлінуі: {columns}. {highest} тобы {lowest} тобынан {gap} п. жоғары; кездейсоқтықтың өзі {chance} берер еді, сондықтан бұл содан артық болмауы мүмкін.</translation>
    </message>
    <message>
        <source>{head}: {first} and {second} differ by {points} points (95 % interval {low} to {high}). That may be no more than chance.</source>
        <translation>{head}: {first} және {second} айырмасы {points} п. (95 % аралық: {low} мен {high}). Бұл кездейсоқтық болуы да мүмкін.</translation>
    </message>
    <message>
        <source>{head}: {better} is better than {worse} by {points} points (95 % interval {low} to {high}). That is more than chance.</source>
        <translation>{head}: {better} {worse} моделінен {points} п. жақсы (95 % аралық: {low} мен {high}). Бұл кездейсоқтықтан артық.</translation>
    </message>
    <message>
        <source>Largest gap by {columns}: {first} {one} points, {second} {other}. The difference ({low} to {high}) is more than chance.</source>
        <translation>Ең үлкен алшақтық ({columns}): {first} {one} п., {second} {other}. Айырма ({low} мен {high}) кездейсоқтықтан артық.</translation>
    </message>
    <message>
        <source>Largest gap by {columns}: {first} {one} points, {second} {other}. The difference ({low} to {high}) is no more than chance.</source>
        <translation>Ең үлкен алшақтық ({columns}): {first} {one} п., {second} {other}. Айырма ({low} мен {high}) кездейсоқтықтан артық емес.</translation>
    </message>
    <message>
        <source>{change}: the {attribute} changes for {share}.</source>
        <translation>{change}: {attribute} — өзгереді: {share}.</translation>
    </message>
    <message>
        <source>Its groups are too small to be compared.</source>
        <translation>Оның топтары салыстыруға тым кішкентай.</translation>
    </message>
    <message>
        <source>Groups by {columns} differ by up to {gap} points, lowest for {group}; chance alone would make it {chance}.</source>
        <translation>Топтар ({columns}) {gap} тармаққа дейін ерекшеленеді, ең төмені: {group}; кездейсоқтықтың өзі {chance} берер еді.</translation>
    </message>
    <message>
        <source>Groups by {columns} differ by up to {gap} points, lowest for {group}; chance alone would make it {chance}, so it may be no more than that.</source>
        <translation>Топтар ({columns}) {gap} тармаққа дейін ерекшеленеді, ең төмені: {group}; кездейсоқтықтың өзі {chance} берер еді, сондықтан бұл одан артық болмауы мүмкін.</translation>
    </message>
    <message>
        <source>The groups are too small to be compared.</source>
        <translation>Топтар салыстыруға тым шағын.</translation>
    </message>
    <message>
        <source>For no group surely more often than chance would make it.</source>
        <translation>Ешбір топ үшін кездейсоқтықтан жиі деп сенімді айтуға болмайды.</translation>
    </message>
    <message>
        <source>{highest} {gap} points more often than {lowest}; chance alone would make it {chance}.</source>
        <translation>{highest}: {lowest} тобынан {gap} п. жиірек; кездейсоқтықтың өзі {chance} берер еді.</translation>
    </message>
    <message>
        <source>There is sound in it, but no picture.</source>
        <translation>Онда дыбыс бар, бірақ бейне жоқ.</translation>
    </message>
    <message>
        <source>{name} is there already.</source>
        <translation>{name} бұрыннан бар.</translation>
    </message>
    <message>
        <source>If you replace it, what it holds now is lost.</source>
        <translation>Ауыстырсаңыз, қазіргі мазмұны жоғалады.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ауыстыру</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Қалдыру</translation>
    </message>
    <message>
        <source>Perceived {attribute}</source>
        <translation>Қабылданатын {attribute}</translation>
    </message>
    <message>
        <source>Threshold for perceived {attribute}</source>
        <translation>Қабылданатын {attribute} шегі</translation>
    </message>
    <message>
        <source>For perceived {attribute}</source>
        <translation>Қабылданатын {attribute} үшін</translation>
    </message>
    <message>
        <source>Show perceived {attribute}</source>
        <translation>Қабылданатын {attribute} белгісін көрсету</translation>
    </message>
    <message>
        <source>perceived {attribute}: uncertain</source>
        <translation>қабылданатын {attribute}: сенімсіз</translation>
    </message>
    <message>
        <source>Show perceived &amp;gender</source>
        <translation>Қабылданатын &amp;жынысты көрсету</translation>
    </message>
    <message>
        <source>For perceived &amp;gender</source>
        <translation>Қабылданатын &amp;жыныс үшін</translation>
    </message>
    <message>
        <source>For perceived &amp;ethnicity</source>
        <translation>Қабылданатын &amp;этникалық тек үшін</translation>
    </message>
    <message>
        <source>Show perceived &amp;ethnicity</source>
        <translation>Қабылданатын &amp;этникалық текті көрсету</translation>
    </message>
    <message>
        <source>perceived gender: uncertain</source>
        <translation>қабылданатын жыныс: сенімсіз</translation>
    </message>
    <message>
        <source>perceived ethnicity: uncertain</source>
        <translation>қабылданатын этникалық тек: сенімсіз</translation>
    </message>
    <message>
        <source>any label</source>
        <translation>кез келген белгі</translation>
    </message>
    <message>
        <source>fewer than 1</source>
        <translation>1-ден аз</translation>
    </message>
    <message>
        <source>That is more often than these percentages say.</source>
        <translation>Бұл осы пайыздар айтқаннан жиірек.</translation>
    </message>
    <message>
        <source>That is less often than these percentages say.</source>
        <translation>Бұл осы пайыздар айтқаннан сирек.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100.</source>
        <translation>Сонда да қабылданса, {certainty} кезіндегі «{answer}» жауабы 100-ден {errors} рет қате болар еді.</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty}, the model errs in {errors} of 100.</source>
        <translation>Модель {certainty} кезінде «{answer}» деп жауап берсе, 100-ден {errors} рет қателеседі.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 where it perceives {label}.</source>
        <translation>Сонда да қабылданса, модель «{label}» деп қабылдағанда {certainty} кезіндегі «{answer}» жауабы 100-ден {errors} рет қате болар еді.</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty} and perceives {label}, the model errs in {errors} of 100.</source>
        <translation>Модель {certainty} кезінде «{answer}» деп жауап беріп, «{label}» деп қабылдаса, 100-ден {errors} рет қателеседі.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in clear pictures.</source>
        <translation>Сонда да қабылданса, анық суреттерде {certainty} кезіндегі «{answer}» жауабы 100-ден {errors} рет қате болар еді.</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty} in clear pictures, the model errs in {errors} of 100.</source>
        <translation>Модель анық суреттерде {certainty} кезінде «{answer}» деп жауап берсе, 100-ден {errors} рет қателеседі.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in poor pictures.</source>
        <translation>Сонда да қабылданса, нашар суреттерде {certainty} кезіндегі «{answer}» жауабы 100-ден {errors} рет қате болар еді.</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty} in poor pictures, the model errs in {errors} of 100.</source>
        <translation>Модель нашар суреттерде {certainty} кезінде «{answer}» деп жауап берсе, 100-ден {errors} рет қателеседі.</translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out face(s) that it answered so: {low} to {high} of 100, with 95 % confidence.</source>
        <translation>
            <numerusform>Осылай жауап берілген, сақталып қойылған %Ln бетте өлшенді: 100-ден {low} – {high}, 95 % сенімділікпен.</numerusform>
            <numerusform>Осылай жауап берілген, сақталып қойылған %Ln бетте өлшенді: 100-ден {low} – {high}, 95 % сенімділікпен.</numerusform>
        </translation>
    </message>
    <message>
        <source>Poor are pictures that are dark, bright, flat, blurred, small, turned away or cut off.</source>
        <translation>Нашар суреттер — қараңғы, тым жарық, контрасты аз, бұлыңғыр, ұсақ, бұрылған немесе кесілгендер.</translation>
    </message>
    <message>
        <source>It is said of such faces, not of this person.</source>
        <translation>Бұл осындай беттер туралы айтылған, осы адам туралы емес.</translation>
    </message>
    <message>
        <source>a value is required</source>
        <translation>мән қажет</translation>
    </message>
    <message>
        <source>The model was trained on data of this name. Unless these faces were held out, the figures are too good.</source>
        <translation>Модель осындай атаулы деректерде үйретілген. Бұл беттер бөлек қалдырылмаса, көрсеткіштер асыра көрсетілген.</translation>
    </message>
    <message>
        <source>Save as picture…</source>
        <translation>Сурет ретінде сақтау…</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Сурет (*.png)</translation>
    </message>
    <message>
        <source>Vector graphics (*.svg)</source>
        <translation>Векторлық графика (*.svg)</translation>
    </message>
    <message>
        <source>Save as picture</source>
        <translation>Сурет ретінде сақтау</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Қалтада көрсету</translation>
    </message>
    <message numerus="yes">
        <source>%n copy(ies) of this picture</source>
        <translation>
            <numerusform>Бұл суреттің %Ln көшірмесі</numerusform>
            <numerusform>Бұл суреттің %Ln көшірмесі</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>жоқ</translation>
    </message>
    <message>
        <source>{model}: {answer}</source>
        <translation>{model}: {answer}</translation>
    </message>
    <message>
        <source>(differs)</source>
        <translation>(басқаша)</translation>
    </message>
    <message>
        <source>{errors} % wrong</source>
        <translation>{errors} % қате</translation>
    </message>
    <message>
        <source>Lighting</source>
        <translation>Жарықтандыру</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Accessories</source>
        <translation>Аксессуарлар</translation>
    </message>
    <message>
        <source>{n} stops</source>
        <translation>{n} EV</translation>
    </message>
    <message>
        <source>{n} px</source>
        <translation>{n} пикс.</translation>
    </message>
    <message>
        <source>Under- and overexposed, in stops: each halves or doubles the light.</source>
        <translation>Жарықтың жетіспеуі немесе артық болуы, сатымен (EV): әр саты жарықты екі есе азайтады не көбейтеді.</translation>
    </message>
    <message>
        <source>The colour of the light, from shade to a light bulb, at the same brightness.</source>
        <translation>Жарықтың түсі, жарықтығы сол күйі: көлеңкеден қыздыру шамына дейін.</translation>
    </message>
    <message>
        <source>The colour of the light, from fluorescent tubes to neon, at the same brightness.</source>
        <translation>Жарықтың түсі, жарықтығы сол күйі: люминесцент шамнан неонға дейін.</translation>
    </message>
    <message>
        <source>A lamp on one side; the other side of the face gets darker.</source>
        <translation>Шам бір жақта; беттің екінші жағы күңгірттенеді.</translation>
    </message>
    <message>
        <source>As if the face were smaller in the photo: pixels from eye to eye.</source>
        <translation>Бет фотода кішірек болғандай: көзден көзге дейінгі пиксель саны.</translation>
    </message>
    <message>
        <source>Facet aligns a face by its eyes and mouth. This shows what it would answer if the face were aligned at an angle.</source>
        <translation>Facet бетті көздер мен ауыз бойынша түзейді. Мұнда бет қисық түзелсе, жауап қандай болар еді, сол көрінеді.</translation>
    </message>
    <message>
        <source>Grain, as in a photo taken in the dark.</source>
        <translation>Қараңғыда түсірілген фотодағыдай түйіршік.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from thin wire to thick rims.</source>
        <translation>Суретке салынған: жұқа жиектен қалың жиекке дейін.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from lightly tinted to black.</source>
        <translation>Суретке салынған: сәл бояулыдан қараға дейін.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from below the lip up to the bridge of the nose.</source>
        <translation>Суретке салынған: ерін астынан қыр мұрынға дейін.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from the hair down to the brows.</source>
        <translation>Суретке салынған: шаштан қасқа дейін.</translation>
    </message>
    <message>
        <source>Lets you note beside a face what is right. The face is then kept as a small picture in the folder below, by its labels, for you to train from. Boxes drawn by hand are kept there too, and are there again when the same photo is opened. Until you switch this on, nothing is kept.</source>
        <translation>Бет жанында дұрысын белгілеуге мүмкіндік береді. Сонда бет төмендегі қалтада белгілері бойынша шағын сурет болып сақталады, одан оқытуға болады. Қолмен сызылған жақтаулар да сонда сақталады және сол суретті қайта ашқанда тағы көрінеді. Өзіңіз қоспайынша, ештеңе сақталмайды.</translation>
    </message>
    <message>
        <source>{face} · by hand</source>
        <translation>{face} · қолмен</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) with boxes by hand</source>
        <translation>
            <numerusform>Қолмен жақтауланған %Ln сурет</numerusform>
            <numerusform>Қолмен жақтауланған %Ln сурет</numerusform>
        </translation>
    </message>
    <message>
        <source>Faces found: {found} of {faces}, {share} (95 %: {interval})</source>
        <translation>{faces} беттің {found} табылды: {share} (95 %: {interval})</translation>
    </message>
    <message>
        <source>Boxes that were faces: {right} of {boxes}, {share} (95 %: {interval})</source>
        <translation>{boxes} жақтаудың {right} бет болды: {share} (95 %: {interval})</translation>
    </message>
    <message>
        <source>Photos in which no box was edited are not counted, so over all photos the detector does better.</source>
        <translation>Жақтаулары түзетілмеген суреттер есептелмеген, сондықтан барлық сурет бойынша беттер жақсырақ табылады.</translation>
    </message>
    <message>
        <source>Of values from 0 to 255: one number, or one per colour, with commas between them.</source>
        <translation>0-ден 255-ке дейінгі мәндер үшін: бір сан немесе әр түске бір саннан, үтірмен.</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Орташа</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Ауытқу</translation>
    </message>
    <message>
        <source>Keep the label</source>
        <translation>Белгіні қалдыру</translation>
    </message>
    <message>
        <source>Give the label with this number, up to 9</source>
        <translation>Осы нөмірлі белгіні беру, 9-ға дейін</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>Айту мүмкін емес</translation>
    </message>
    <message>
        <source>Leave the face out</source>
        <translation>Бетті шығарып тастау</translation>
    </message>
    <message>
        <source>The previous face</source>
        <translation>Алдыңғы бет</translation>
    </message>
    <message>
        <source>The next face</source>
        <translation>Келесі бет</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>Соңғы шешімді болдырмау</translation>
    </message>
    <message>
        <source>Framing faces by hand</source>
        <translation>Беттерді қолмен жақтаулау</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Ашық фотолар</translation>
    </message>
    <message>
        <source>Grid of faces</source>
        <translation>Беттер торы</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Егер де</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Бейне</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Оқыту</translation>
    </message>
    <message>
        <source>Who is in the data</source>
        <translation>Деректерде кімдер бар</translation>
    </message>
    <message>
        <source>Checking labels</source>
        <translation>Белгілерді тексеру</translation>
    </message>
    <message>
        <source>Calibration of an audit</source>
        <translation>Аудиттегі калибрлеу</translation>
    </message>
    <message>
        <source>Another dot, and its faces</source>
        <translation>Басқа нүкте мен оның беттері</translation>
    </message>
    <message>
        <source>Another face</source>
        <translation>Басқа бет</translation>
    </message>
    <message>
        <source>Open the photo with the face chosen</source>
        <translation>Таңдалған беті бар фотоны ашу</translation>
    </message>
    <message>
        <source>Leave the chosen faces out until Show everything</source>
        <translation>Таңдалған беттерді «Бәрін көрсетуге» дейін шығарып тастау</translation>
    </message>
    <message>
        <source>Take the picture, accept it</source>
        <translation>Суретке түсіру, оны қабылдау</translation>
    </message>
    <message>
        <source>A frame back or on</source>
        <translation>Бір кадр артқа немесе алға</translation>
    </message>
    <message>
        <source>Five seconds on or back</source>
        <translation>Бес секунд алға немесе артқа</translation>
    </message>
    <message>
        <source>Put the frame among your photos</source>
        <translation>Кадрды фотоларыңызға қосу</translation>
    </message>
    <message>
        <source>Make a box in the middle, accept a new one</source>
        <translation>Ортасынан жақтау жасау, жаңасын қабылдау</translation>
    </message>
    <message>
        <source>Move the box</source>
        <translation>Жақтауды жылжыту</translation>
    </message>
    <message>
        <source>Resize the box</source>
        <translation>Жақтау өлшемін өзгерту</translation>
    </message>
    <message>
        <source>Drop a new box; else end the framing</source>
        <translation>Жаңа жақтаудан бас тарту; әйтпесе аяқтау</translation>
    </message>
    <message>
        <source>Show another photo</source>
        <translation>Басқа фотоны көрсету</translation>
    </message>
    <message>
        <source>Remove the photo from the strip, not from the disk</source>
        <translation>Фотоны дискіден емес, таспадан алып тастау</translation>
    </message>
    <message>
        <source>Another cell</source>
        <translation>Басқа ұяшық</translation>
    </message>
    <message>
        <source>Show the faces of the cell</source>
        <translation>Ұяшықтың беттерін көрсету</translation>
    </message>
    <message>
        <source>Data, recipe, run</source>
        <translation>Деректер, рецепт, іске қосу</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>Бұрынғы іске қосулар</translation>
    </message>
    <message>
        <source>Leave a subpage, else hide the window</source>
        <translation>Ішкі беттен шығу, әйтпесе терезені жасыру</translation>
    </message>
    <message>
        <source>A little less or more</source>
        <translation>Сәл азырақ немесе көбірек</translation>
    </message>
    <message>
        <source>Reset the change</source>
        <translation>Өзгерісті бастапқы қалпына келтіру</translation>
    </message>
    <message>
        <source>Messages of the system</source>
        <translation>Жүйе хабарламалары</translation>
    </message>
    <message>
        <source>When a training, an audit or many photos are done while no window of Facet is in front.</source>
        <translation>Оқыту, аудит немесе көп фото дайын болғанда, ал Facet терезелерінің ешқайсысы алда тұрмағанда.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорттау</translation>
    </message>
    <message>
        <source>Write this model for Facet or for other programs</source>
        <translation>Бұл модельді Facet үшін немесе басқа бағдарламалар үшін жазу</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Бас тарту</translation>
    </message>
    <message>
        <source>Choose where the new folder is to be</source>
        <translation>Жаңа қалта қайда жасалатынын таңдаңыз</translation>
    </message>
    <message>
        <source>Exporting {name} as {form} and checking it…</source>
        <translation>{name} моделі {form} түрінде экспортталып, тексерілуде…</translation>
    </message>
    <message>
        <source>For Facet, as one file…</source>
        <translation>Facet үшін, бір файлмен…</translation>
    </message>
    <message>
        <source>As {form}…</source>
        <translation>{form} түрінде…</translation>
    </message>
    <message>
        <source>&amp;Parquet, as the Hugging Face hub reads it…</source>
        <translation>&amp;Parquet, Hugging Face Hub оқитындай…</translation>
    </message>
    <message>
        <source>A &amp;CSV table beside pictures…</source>
        <translation>Суреттердің жанындағы &amp;CSV кестесі…</translation>
    </message>
    <message>
        <source>&amp;Folders of pictures named after their labels…</source>
        <translation>Белгілермен аталған суреттер &amp;қалталары…</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Бет (*.html)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Кесте (*.csv)</translation>
    </message>
    <message>
        <source>Save the audit</source>
        <translation>Аудитті сақтау</translation>
    </message>
</context>
<context>
    <name>what_if</name>
    <message>
        <source>Glasses</source>
        <translation>Көзілдірік</translation>
    </message>
    <message>
        <source>Sunglasses</source>
        <translation>Күн көзілдірігі</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Маска</translation>
    </message>
    <message>
        <source>Hat</source>
        <translation>Қалпақ</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Жарық</translation>
    </message>
    <message>
        <source>Side light</source>
        <translation>Бүйір жарық</translation>
    </message>
    <message>
        <source>Blue to yellow</source>
        <translation>Көк – сары</translation>
    </message>
    <message>
        <source>Green to pink</source>
        <translation>Жасыл – қызғылт</translation>
    </message>
    <message>
        <source>Less contrast</source>
        <translation>Контраст азаяды</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>Еңкею</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Бұлыңғырлық</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Өлшем</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Шуыл</translation>
    </message>
</context>
</TS>
