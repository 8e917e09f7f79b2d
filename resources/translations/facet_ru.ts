<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About Facet</source>
        <translation>О программе Facet</translation>
    </message>
    <message>
        <source>Facet {version}</source>
        <translation>Facet {version}</translation>
    </message>
    <message>
        <source>The program is free software under the Apache License 2.0.</source>
        <translation>Это свободная программа под лицензией Apache 2.0.</translation>
    </message>
    <message>
        <source>Faces are found by YuNet and CenterFace, both under the MIT License ({terms}).</source>
        <translation>Лица находят YuNet и CenterFace, обе по лицензии MIT ({terms}).</translation>
    </message>
    <message>
        <source>terms</source>
        <translation>условия</translation>
    </message>
    <message>
        <source>Marked below: {group}, as perceived in this face</source>
        <translation>Ниже отмечено: {group} — так воспринято это лицо</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>Модель не загружена.</translation>
    </message>
    <message>
        <source>Model {title}: {terms}</source>
        <translation>Модель {title}: {terms}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Turn left</source>
        <translation>Повернуть влево</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Повернуть вправо</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Показать в папке</translation>
    </message>
    <message>
        <source>&amp;Open photos…</source>
        <translation>Открыть &amp;фото…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>Открыть &amp;папку…</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>&amp;Вставить снимок</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Вставить</translation>
    </message>
    <message>
        <source>&amp;Take a picture…</source>
        <translation>С&amp;делать снимок…</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>&amp;Save picture with boxes…</source>
        <translation>&amp;Сохранить снимок с рамками…</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>C&amp;lose photo</source>
        <translation>&amp;Закрыть фото</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>В&amp;ыход</translation>
    </message>
    <message>
        <source>&amp;Copy result</source>
        <translation>&amp;Копировать результат</translation>
    </message>
    <message>
        <source>Copy result</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>&amp;Note what is right…</source>
        <translation>&amp;Отметить верное…</translation>
    </message>
    <message>
        <source>&amp;Train a model…</source>
        <translation>&amp;Обучить модель…</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Обучить</translation>
    </message>
    <message>
        <source>&amp;Audit a model…</source>
        <translation>&amp;Аудит модели…</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Аудит</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Настройки…</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>&amp;Увеличить</translation>
    </message>
    <message>
        <source>&amp;Fit to window</source>
        <translation>По размеру &amp;окна</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>&amp;Настоящий размер</translation>
    </message>
    <message>
        <source>&amp;Next photo</source>
        <translation>&amp;Следующее фото</translation>
    </message>
    <message>
        <source>&amp;Previous photo</source>
        <translation>&amp;Предыдущее фото</translation>
    </message>
    <message>
        <source>Next fa&amp;ce</source>
        <translation>Следующее &amp;лицо</translation>
    </message>
    <message>
        <source>Previous fac&amp;e</source>
        <translation>Предыду&amp;щее лицо</translation>
    </message>
    <message>
        <source>Follow the &amp;system</source>
        <translation>&amp;Как в системе</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>Св&amp;етлая</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Тёмная</translation>
    </message>
    <message>
        <source>&amp;Off</source>
        <translation>&amp;Выключено</translation>
    </message>
    <message>
        <source>Switch to the &amp;next</source>
        <translation>Переключить на &amp;следующее</translation>
    </message>
    <message>
        <source>&amp;Purpose and limits</source>
        <translation>&amp;Назначение и границы</translation>
    </message>
    <message>
        <source>&amp;About Facet</source>
        <translation>&amp;О программе Facet</translation>
    </message>
    <message>
        <source>&amp;Back to the faces</source>
        <translation>Н&amp;азад к лицам</translation>
    </message>
    <message>
        <source>Open &amp;collection…</source>
        <translation>Открыть &amp;коллекцию…</translation>
    </message>
    <message>
        <source>Save collection &amp;as…</source>
        <translation>Сохранить коллекцию к&amp;ак…</translation>
    </message>
    <message>
        <source>&amp;Export the answers…</source>
        <translation>&amp;Экспорт ответов…</translation>
    </message>
    <message>
        <source>P&amp;hoto</source>
        <translation>&amp;Фото</translation>
    </message>
    <message>
        <source>&amp;Grid of faces</source>
        <translation>Сетка ли&amp;ц</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Лица</translation>
    </message>
    <message>
        <source>Wha&amp;t if…</source>
        <translation>&amp;Что если…</translation>
    </message>
    <message>
        <source>Compare with a second &amp;model</source>
        <translation>Сравнить со &amp;второй моделью</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>От&amp;менить</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>По&amp;вторить</translation>
    </message>
    <message>
        <source>Not &amp;a face</source>
        <translation>Не &amp;лицо</translation>
    </message>
    <message>
        <source>Boxes as &amp;detected</source>
        <translation>&amp;Рамки, как их нашла программа</translation>
    </message>
    <message>
        <source>&amp;Undo: {what}</source>
        <translation>От&amp;менить: {what}</translation>
    </message>
    <message>
        <source>&amp;Redo: {what}</source>
        <translation>По&amp;вторить: {what}</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Сочетания клавиш</translation>
    </message>
    <message>
        <source>&amp;Glossary</source>
        <translation>&amp;Глоссарий</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>П&amp;ервые шаги</translation>
    </message>
    <message>
        <source>E&amp;xport a model…</source>
        <translation>&amp;Экспорт модели…</translation>
    </message>
    <message>
        <source>Frame faces by &amp;hand</source>
        <translation>О&amp;бвести лица вручную</translation>
    </message>
    <message>
        <source>Zoom o&amp;ut</source>
        <translation>У&amp;меньшить</translation>
    </message>
</context>
<context>
    <name>AnswerCurves</name>
    <message>
        <source>uncertain</source>
        <translation>не уверена</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>как есть</translation>
    </message>
</context>
<context>
    <name>AnswerRow</name>
    <message>
        <source>attribute</source>
        <translation>признак</translation>
    </message>
    <message>
        <source>Name of the attribute</source>
        <translation>Имя признака</translation>
    </message>
    <message>
        <source>labels</source>
        <translation>метки</translation>
    </message>
    <message>
        <source>Labels in the order of the output</source>
        <translation>Метки в порядке выхода</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Выход</translation>
    </message>
    <message>
        <source>no. </source>
        <translation>№ </translation>
    </message>
    <message>
        <source>Position of the first label in the output, from 0</source>
        <translation>Место первой метки в выходе, считая от 0</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>вероятности</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>логиты</translation>
    </message>
    <message>
        <source>Kind of scores</source>
        <translation>Вид оценок</translation>
    </message>
    <message>
        <source>Remove this answer</source>
        <translation>Убрать этот ответ</translation>
    </message>
    <message>
        <source>“{name}” cannot be the name of an attribute: expected are up to 40 of a-z, 0-9 and _.</source>
        <translation>«{name}» не может быть именем признака: ожидается до 40 знаков из a-z, 0-9 и _.</translation>
    </message>
    <message>
        <source>{attribute} has no label “{label}”; expected are {labels}.</source>
        <translation>{attribute}: метки «{label}» нет; ожидаются {labels}.</translation>
    </message>
    <message>
        <source>{attribute}: at least two labels are expected, all different.</source>
        <translation>{attribute}: ожидаются хотя бы две метки, все разные.</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>below {share}: {labels}</source>
        <translation>менее {share}: {labels}</translation>
    </message>
    <message>
        <source>The likeliest answer is below {threshold}, where this model is wrong too often.</source>
        <translation>Самый вероятный ответ ниже {threshold}: там эта модель ошибается слишком часто.</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>не уверена</translation>
    </message>
</context>
<context>
    <name>AnswersStatus</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Answer no further photo; the answers so far stay</source>
        <translation>Больше не отвечать на фото; полученные ответы останутся</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Ответить заново</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>answered by {model}</source>
        <translation>ответы модели {model}</translation>
    </message>
    <message>
        <source>{done} of {total} answered, stopped by an error</source>
        <translation>готово {done} из {total}, остановлено ошибкой</translation>
    </message>
    <message>
        <source>{done} of {total} answered, cancelled</source>
        <translation>готово {done} из {total}, отменено</translation>
    </message>
    <message>
        <source>{done} of {total} answered, paused</source>
        <translation>готово {done} из {total}, пауза</translation>
    </message>
    <message>
        <source>{done} of {total} answered</source>
        <translation>готово {done} из {total}</translation>
    </message>
    <message>
        <source>{done} of {total} answered, about {time} left</source>
        <translation>готово {done} из {total}, осталось около {time}</translation>
    </message>
    <message>
        <source>Replace these answers by those of the model in use</source>
        <translation>Заменить эти ответы ответами текущей модели</translation>
    </message>
    <message>
        <source>Answer the photos that are not answered yet</source>
        <translation>Ответить на фото, на которые ответа ещё нет</translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, stopped by an error</source>
        <translation>
            <numerusform>вторая модель: осталось %Ln фото, остановлено из-за ошибки</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, остановлено из-за ошибки</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, остановлено из-за ошибки</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, cancelled</source>
        <translation>
            <numerusform>вторая модель: осталось %Ln фото, отменено</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, отменено</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, отменено</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, paused</source>
        <translation>
            <numerusform>вторая модель: осталось %Ln фото, пауза</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, пауза</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, пауза</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go</source>
        <translation>
            <numerusform>вторая модель: осталось %Ln фото</numerusform>
            <numerusform>вторая модель: осталось %Ln фото</numerusform>
            <numerusform>вторая модель: осталось %Ln фото</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>second model: %n photo(s) to go, about {time} left</source>
        <translation>
            <numerusform>вторая модель: осталось %Ln фото, примерно {time}</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, примерно {time}</numerusform>
            <numerusform>вторая модель: осталось %Ln фото, примерно {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>second model: answered by {model}</source>
        <translation>вторая модель: ответы модели {model}</translation>
    </message>
    <message>
        <source>the two models change places: {done} of {total} photos</source>
        <translation>обе модели меняются местами: {done} из {total} фото</translation>
    </message>
    <message>
        <source>Leave the two models and their answers where they were</source>
        <translation>Оставить обе модели и их ответы на прежних местах</translation>
    </message>
</context>
<context>
    <name>AuditDialog</name>
    <message>
        <source>&amp;Another audit</source>
        <translation>&amp;Другой аудит</translation>
    </message>
    <message>
        <source>Sa&amp;ve…</source>
        <translation>Со&amp;хранить…</translation>
    </message>
    <message>
        <source>Auditing {name}</source>
        <translation>Аудит {name}</translation>
    </message>
    <message>
        <source>An audit is under way</source>
        <translation>Идёт аудит</translation>
    </message>
    <message>
        <source>{model} is being audited on {data}.</source>
        <translation>Идёт аудит модели {model} на данных {data}.</translation>
    </message>
    <message>
        <source>What it has found so far is not kept.</source>
        <translation>То, что уже найдено, не сохранится.</translation>
    </message>
    <message>
        <source>Stop the audit</source>
        <translation>Остановить аудит</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Вернуться</translation>
    </message>
    <message>
        <source>Audit a model</source>
        <translation>Аудит модели</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Measuring by other groups</source>
        <translation>Измерение по другим группам</translation>
    </message>
    <message>
        <source>The audit of {model} is done.</source>
        <translation>Аудит модели {model} завершён.</translation>
    </message>
    <message>
        <source>The audit of {model} stopped: {why}</source>
        <translation>Аудит модели {model} остановлен: {why}</translation>
    </message>
</context>
<context>
    <name>AugmentationPreview</name>
    <message>
        <source>as they are</source>
        <translation>как есть</translation>
    </message>
    <message>
        <source>as the network sees them</source>
        <translation>как их видит сеть</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Другие</translation>
    </message>
    <message>
        <source>Show other pictures and other changes</source>
        <translation>Показать другие снимки и другие изменения</translation>
    </message>
    <message>
        <source>What the network is shown</source>
        <translation>Что показывают сети</translation>
    </message>
</context>
<context>
    <name>BoxEditor</name>
    <message>
        <source>not a face</source>
        <translation>не лицо</translation>
    </message>
    <message>
        <source>The box was removed.</source>
        <translation>Рамка убрана.</translation>
    </message>
    <message>
        <source>boxes as detected</source>
        <translation>рамки, как их нашла программа</translation>
    </message>
    <message>
        <source>frame a face</source>
        <translation>обвести лицо</translation>
    </message>
    <message>
        <source>change a box</source>
        <translation>изменить рамку</translation>
    </message>
    <message>
        <source>Boxes drawn by hand last until Facet is closed. To keep them, let it collect corrections.</source>
        <translation>Рамки, нарисованные вручную, хранятся, пока Facet открыт. Чтобы сохранить их, включите сбор исправлений.</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Настройки…</translation>
    </message>
</context>
<context>
    <name>BoxLegend</name>
    <message>
        <source>answered</source>
        <translation>ответ дан</translation>
    </message>
    <message>
        <source>an answer is uncertain</source>
        <translation>ответ не уверенный</translation>
    </message>
    <message>
        <source>Solid box: answered. Dashed box: an answer is uncertain.</source>
        <translation>Сплошная рамка: ответ дан. Пунктирная рамка: ответ не уверенный.</translation>
    </message>
</context>
<context>
    <name>BoxTool</name>
    <message>
        <source>Drag around a face to frame it. Arrows: move, with Shift: resize. Delete: not a face. Esc: done</source>
        <translation>Обведите лицо мышью. Стрелки: сдвинуть, с Shift: изменить размер. Delete: не лицо. Esc: готово</translation>
    </message>
</context>
<context>
    <name>BusyLine</name>
    <message>
        <source>At work</source>
        <translation>Идёт работа</translation>
    </message>
</context>
<context>
    <name>CalibrationTab</name>
    <message>
        <source>Of the answers given with 80 %, 80 % should agree with the labels: then the dots lie on the dotted line. Choose a dot to see its faces. The calibration error of every group is under By group.</source>
        <translation>Из ответов, данных с 80 %, с метками должны совпасть 80 %: тогда точки лежат на пунктире. Выберите точку, чтобы увидеть её лица. Ошибка калибровки каждой группы — на вкладке «По группам».</translation>
    </message>
    <message>
        <source>Answers given with {low} to {high}</source>
        <translation>Ответы, данные с {low} – {high}</translation>
    </message>
</context>
<context>
    <name>CameraDialog</name>
    <message>
        <source>Take a picture</source>
        <translation>Сделать снимок</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>Изображение камеры</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Choose a camera</source>
        <translation>Выберите камеру</translation>
    </message>
    <message>
        <source>Take the picture</source>
        <translation>Снять</translation>
    </message>
    <message>
        <source>Space or Enter</source>
        <translation>Пробел или Enter</translation>
    </message>
    <message>
        <source>Use this picture</source>
        <translation>Взять этот снимок</translation>
    </message>
    <message>
        <source>Take another</source>
        <translation>Снять ещё раз</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Starting the camera…</source>
        <translation>Камера включается…</translation>
    </message>
    <message>
        <source>Nothing is recorded. Only the picture you use goes to Facet, and it stays on this machine.</source>
        <translation>Ничего не записывается. В Facet попадает только снимок, который вы возьмёте, и он остаётся на этом компьютере.</translation>
    </message>
</context>
<context>
    <name>CameraLight</name>
    <message>
        <source>Camera is on</source>
        <translation>Камера включена</translation>
    </message>
    <message>
        <source>Camera is off</source>
        <translation>Камера выключена</translation>
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
        <translation>Карточка модели</translation>
    </message>
    <message>
        <source>Model cards are written in English.</source>
        <translation>Карточки моделей написаны по-английски.</translation>
    </message>
</context>
<context>
    <name>CellMatrix</name>
    <message>
        <source>Pictures by perceived {attributes}</source>
        <translation>Изображения по восприятию: {attributes}</translation>
    </message>
    <message>
        <source>brightness {brightness}, sharpness {sharpness}</source>
        <translation>яркость {brightness}, резкость {sharpness}</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>не указано</translation>
    </message>
</context>
<context>
    <name>ChangedPicture</name>
    <message>
        <source>The changed face</source>
        <translation>Изменённое лицо</translation>
    </message>
    <message>
        <source>The frame marks what the model sees.</source>
        <translation>Рамка показывает, что видит модель.</translation>
    </message>
</context>
<context>
    <name>ChangesTab</name>
    <message>
        <source>Change of the picture</source>
        <translation>Изменение снимка</translation>
    </message>
    <message>
        <source>Changed answers by group</source>
        <translation>Изменившиеся ответы по группам</translation>
    </message>
    <message>
        <source>Groups are those of the labels.</source>
        <translation>Группы — по меткам.</translation>
    </message>
    <message>
        <source>Groups are what the model itself perceives in the pictures as they are.</source>
        <translation>Группы — по тому, что сама модель воспринимает на неизменённых снимках.</translation>
    </message>
    <message>
        <source>The model answers each face as it is, and again with the picture changed. The person stays the same, so the answer should too.</source>
        <translation>Модель отвечает о каждом лице на исходном снимке и ещё раз на изменённом. Человек остаётся тем же, поэтому и ответ должен остаться прежним.</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>best: epoch {n}</source>
        <translation>лучшая: эпоха {n}</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>проверка</translation>
    </message>
    <message>
        <source>training</source>
        <translation>обучение</translation>
    </message>
    <message>
        <source>epoch {n}</source>
        <translation>эпоха {n}</translation>
    </message>
</context>
<context>
    <name>ColumnList</name>
    <message>
        <source>not given</source>
        <translation>не указано</translation>
    </message>
</context>
<context>
    <name>ColumnsField</name>
    <message>
        <source>What the model answers</source>
        <translation>На что отвечает модель</translation>
    </message>
    <message>
        <source>Choose at least one column for the model to answer.</source>
        <translation>Выберите хотя бы один столбец, на который модель будет отвечать.</translation>
    </message>
    <message>
        <source>Choose at least one column to group the figures by.</source>
        <translation>Выберите хотя бы один столбец, по которому группируются показатели.</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Ответ</translation>
    </message>
    <message>
        <source>Errors allowed</source>
        <translation>Допустимые ошибки</translation>
    </message>
    <message>
        <source>Errors allowed, {attribute}</source>
        <translation>Допустимые ошибки, {attribute}</translation>
    </message>
    <message>
        <source>The data have no such column.</source>
        <translation>В данных нет такого столбца.</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Группировать</translation>
    </message>
    <message>
        <source>Share of wrong answers it may give; about the rest it is unsure.</source>
        <translation>Доля неверных ответов, которую она может дать; об остальном она не уверена.</translation>
    </message>
</context>
<context>
    <name>ColumnsPage</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>&amp;Use these columns</source>
        <translation>&amp;Использовать эти столбцы</translation>
    </message>
    <message>
        <source>What the columns of {name} mean</source>
        <translation>Что означают столбцы {name}</translation>
    </message>
    <message>
        <source>Facet remembers it for all data with the same columns. Labels are what annotators perceived.</source>
        <translation>Facet запомнит это для всех данных с теми же столбцами. Метки — это то, что воспринимали разметчики.</translation>
    </message>
    <message>
        <source>Choose the column of the pictures.</source>
        <translation>Выберите столбец снимков.</translation>
    </message>
    <message>
        <source>Choose a label for {word} in {column}.</source>
        <translation>Выберите метку для {word} в столбце {column}.</translation>
    </message>
    <message>
        <source>What {column} means</source>
        <translation>Что означает {column}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Снимок</translation>
    </message>
    <message>
        <source>Grey values</source>
        <translation>Значения серого</translation>
    </message>
    <message>
        <source>Name of the picture</source>
        <translation>Имя снимка</translation>
    </message>
    <message>
        <source>Perceived {attribute}</source>
        <translation>Воспринимается: {attribute}</translation>
    </message>
    <message>
        <source>Age in years</source>
        <translation>Возраст в годах</translation>
    </message>
    <message>
        <source>An attribute of its own</source>
        <translation>Отдельный признак</translation>
    </message>
    <message>
        <source>Only to group figures by</source>
        <translation>Только для групп</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>Не читается</translation>
    </message>
    <message>
        <source>What {word} in {column} means</source>
        <translation>Что означает {word} в столбце {column}</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выберите…</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>Без метки</translation>
    </message>
    <message>
        <source>No column has labels so far.</source>
        <translation>Пока ни в одном столбце нет меток.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Столбцы</translation>
    </message>
    <message>
        <source>Faces as they would be labelled</source>
        <translation>Лица с такими метками</translation>
    </message>
    <message>
        <source>They appear once it is clear what the columns mean.</source>
        <translation>Появятся, когда будет ясно, что означают столбцы.</translation>
    </message>
</context>
<context>
    <name>CompareChart</name>
    <message>
        <source>Validation loss</source>
        <translation>Потери на проверке</translation>
    </message>
    <message>
        <source>Perceived {attribute}, validation accuracy</source>
        <translation>Восприятие, {attribute}: точность на проверке</translation>
    </message>
</context>
<context>
    <name>CompareMenu</name>
    <message>
        <source>There is no other model</source>
        <translation>Других моделей нет</translation>
    </message>
    <message>
        <source>No second model</source>
        <translation>Без второй модели</translation>
    </message>
    <message>
        <source>Com&amp;pare with</source>
        <translation>Сра&amp;внить с</translation>
    </message>
</context>
<context>
    <name>CompareTab</name>
    <message>
        <source>Difference by group</source>
        <translation>Разница по группам</translation>
    </message>
    <message>
        <source>Below: {first} less {second}, in points, on the same faces. Coloured is what is more than chance; of groups, judged beside the others.</source>
        <translation>Ниже: {first} минус {second}, в пунктах, на одних и тех же лицах. Цветом — то, что больше случайности; группы судятся вместе с остальными.</translation>
    </message>
    <message>
        <source>{model} comes from data of the same name: it may have been trained on these pictures, so its figures may be too good.</source>
        <translation>{model} обучена на данных с тем же названием: возможно, на этих же снимках, поэтому её показатели могут быть завышены.</translation>
    </message>
    <message>
        <source>{model} agrees with the labels in {agreement}; {balanced} as a mean of the labels.</source>
        <translation>{model} согласна с метками в {agreement}; {balanced} в среднем по меткам.</translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message>
        <source>Rows: label. Columns: prediction.</source>
        <translation>Строки: метка. Столбцы: ответ.</translation>
    </message>
    <message numerus="yes">
        <source>%n labelled {label} answered {answer}</source>
        <translation>
            <numerusform>%Ln с меткой {label}, ответ {answer}</numerusform>
            <numerusform>%Ln с меткой {label}, ответ {answer}</numerusform>
            <numerusform>%Ln с меткой {label}, ответ {answer}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Corrector</name>
    <message>
        <source>Corrections are not kept now</source>
        <translation>Сейчас поправки не сохраняются</translation>
    </message>
    <message>
        <source>Let Facet collect corrections…</source>
        <translation>Разрешить Facet собирать поправки…</translation>
    </message>
    <message>
        <source>Forget this correction</source>
        <translation>Забыть эту поправку</translation>
    </message>
    <message numerus="yes">
        <source>For %n face(s):</source>
        <translation>
            <numerusform>Для %Ln лица:</numerusform>
            <numerusform>Для %Ln лиц:</numerusform>
            <numerusform>Для %Ln лиц:</numerusform>
        </translation>
    </message>
    <message>
        <source>note what is right</source>
        <translation>отметить, что верно</translation>
    </message>
    <message>
        <source>forget a correction</source>
        <translation>забыть исправление</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>Выбрать &amp;файл…</translation>
    </message>
    <message>
        <source>Choose a f&amp;older…</source>
        <translation>Выбрать &amp;папку…</translation>
    </message>
    <message>
        <source>&amp;Get data…</source>
        <translation>Получить &amp;данные…</translation>
    </message>
    <message>
        <source>Drop a data set here</source>
        <translation>Перетащите сюда набор данных</translation>
    </message>
    <message>
        <source>These data cannot be used</source>
        <translation>Эти данные использовать нельзя</translation>
    </message>
    <message>
        <source>Checking labels</source>
        <translation>Проверка меток</translation>
    </message>
    <message>
        <source>Looking at the faces in {name}</source>
        <translation>Просмотр лиц в {name}</translation>
    </message>
    <message>
        <source>&amp;Label these pictures…</source>
        <translation>&amp;Разметить эти снимки…</translation>
    </message>
    <message>
        <source>These pictures have no labels</source>
        <translation>У этих снимков нет меток</translation>
    </message>
    <message>
        <source>No label is doubtful.</source>
        <translation>Сомнительных меток нет.</translation>
    </message>
    <message>
        <source>Labels that are probably wrong</source>
        <translation>Вероятно ошибочные метки</translation>
    </message>
    <message>
        <source>Labels to check</source>
        <translation>Метки для проверки</translation>
    </message>
    <message>
        <source>Applying what was decided</source>
        <translation>Применение решений</translation>
    </message>
    <message>
        <source>{pictures}, and neither their names nor those of their folders are labels. Label them here, those first that teach a model most, and train from that.</source>
        <translation>{pictures}, и ни их имена, ни имена их папок не являются метками. Разметьте их здесь — сначала те, что научат модель больше всего, — и обучите модель на этом.</translation>
    </message>
    <message>
        <source>Choose a data set</source>
        <translation>Выбор набора данных</translation>
    </message>
    <message>
        <source>Choose a folder of pictures</source>
        <translation>Выбор папки со снимками</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>Чтение {name}</translation>
    </message>
    <message>
        <source>Getting data from {place}</source>
        <translation>Получение данных с {place}</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Недавние</translation>
    </message>
    <message>
        <source>A table of pictures and labels, a zip archive or folder of UTKFace&apos;s or FairFace&apos;s pictures, folders of pictures named for what they show, or what other tools export: Parquet, WebDataset, COCO, Label Studio. The data stay where they are.</source>
        <translation>Таблица снимков и меток, zip-архив или папка снимков UTKFace или FairFace, папки снимков, названные по тому, что на них, или то, что выгружают другие программы: Parquet, WebDataset, COCO, Label Studio. Данные остаются на своём месте.</translation>
    </message>
    <message>
        <source>If the labels are in {tables}, choose that file.</source>
        <translation>Если метки находятся в {tables}, выберите этот файл.</translation>
    </message>
    <message>
        <source>Data sets (*.csv *.tsv *.zip *.parquet *.tar *.json *.jsonl *.txt);;All files (*)</source>
        <translation>Наборы данных (*.csv *.tsv *.zip *.parquet *.tar *.json *.jsonl *.txt);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Exporting {name}</source>
        <translation>Экспорт {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) left out.</source>
        <translation>
            <numerusform>%Ln снимок пропущен.</numerusform>
            <numerusform>%Ln снимка пропущено.</numerusform>
            <numerusform>%Ln снимков пропущено.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataView</name>
    <message>
        <source>Other data…</source>
        <translation>Другие данные…</translation>
    </message>
    <message>
        <source>Save the audit…</source>
        <translation>Сохранить аудит…</translation>
    </message>
    <message>
        <source>A page to read, with ages, brightness and sharpness by group, or a table</source>
        <translation>Страница для чтения с возрастом, яркостью и резкостью по группам либо таблица</translation>
    </message>
    <message>
        <source>Check &amp;labels…</source>
        <translation>Проверить &amp;метки…</translation>
    </message>
    <message>
        <source>Look for labels that are probably wrong, and decide about each</source>
        <translation>Найти вероятно ошибочные метки и решить о каждой</translation>
    </message>
    <message>
        <source>Medians over a group&apos;s pictures: brightness from 0, black, to 1, white; sharpness from 0, a blur, up. A model learns to be surer of a group whose pictures are better.</source>
        <translation>Медианы по снимкам группы: яркость от 0 (чёрное) до 1 (белое), резкость от 0 (размыто) и выше. Модель учится быть увереннее в той группе, снимки которой лучше.</translation>
    </message>
    <message>
        <source>{title}: {pictures}</source>
        <translation>{title}: {pictures}</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) changed</source>
        <translation>
            <numerusform>изменена %Ln метка</numerusform>
            <numerusform>изменены %Ln метки</numerusform>
            <numerusform>изменено %Ln меток</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) removed</source>
        <translation>
            <numerusform>снята %Ln метка</numerusform>
            <numerusform>сняты %Ln метки</numerusform>
            <numerusform>снято %Ln меток</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) left out</source>
        <translation>
            <numerusform>исключено %Ln лицо</numerusform>
            <numerusform>исключены %Ln лица</numerusform>
            <numerusform>исключено %Ln лиц</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) about other pictures</source>
        <translation>
            <numerusform>%Ln решение о других снимках</numerusform>
            <numerusform>%Ln решения о других снимках</numerusform>
            <numerusform>%Ln решений о других снимках</numerusform>
        </translation>
    </message>
    <message>
        <source>By hand: {what}</source>
        <translation>Вручную: {what}</translation>
    </message>
    <message>
        <source>Labels were checked by hand; none was changed.</source>
        <translation>Метки проверены вручную; ни одна не изменена.</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>не указано</translation>
    </message>
    <message>
        <source>Brightness: from {low} ({lowest}) to {high} ({highest})</source>
        <translation>Яркость: от {low} ({lowest}) до {high} ({highest})</translation>
    </message>
    <message>
        <source>Sharpness: from {low} ({lowest}) to {high} ({highest})</source>
        <translation>Резкость: от {low} ({lowest}) до {high} ({highest})</translation>
    </message>
    <message>
        <source>Split by {attributes}</source>
        <translation>Разбиение: {attributes}</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) skipped</source>
        <translation>
            <numerusform>Пропущена %Ln строка</numerusform>
            <numerusform>Пропущены %Ln строки</numerusform>
            <numerusform>Пропущено %Ln строк</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) skipped, the first {shown}:</source>
        <translation>
            <numerusform>Пропущена %Ln строка, первые {shown}:</numerusform>
            <numerusform>Пропущены %Ln строки, первые {shown}:</numerusform>
            <numerusform>Пропущено %Ln строк, первые {shown}:</numerusform>
        </translation>
    </message>
    <message>
        <source>Rows skipped</source>
        <translation>Пропущенные строки</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Строка</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Причина</translation>
    </message>
    <message>
        <source>Who is in it</source>
        <translation>Кто в них</translation>
    </message>
    <message>
        <source>What is in the data</source>
        <translation>Что есть в данных</translation>
    </message>
    <message>
        <source>C&amp;olumns…</source>
        <translation>&amp;Столбцы…</translation>
    </message>
    <message>
        <source>Say what the columns of the table mean</source>
        <translation>Указать, что означают столбцы таблицы</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>Э&amp;кспорт…</translation>
    </message>
    <message>
        <source>Write the data, with what was decided about them, for other tools</source>
        <translation>Записать данные с принятыми по ним решениями для других программ</translation>
    </message>
    <message>
        <source>Split as the data declare it, and by {attributes}</source>
        <translation>Разделение, как заявлено в данных, и по признакам: {attributes}</translation>
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
        <translation>Лица за этим показателем</translation>
    </message>
    <message numerus="yes">
        <source>{title}: {shown} of %n face(s), the surest first. Click one to open it.</source>
        <translation>
            <numerusform>{title}: {shown} из %Ln лица, сначала самые уверенные. Щёлкните, чтобы открыть.</numerusform>
            <numerusform>{title}: {shown} из %Ln лиц, сначала самые уверенные. Щёлкните, чтобы открыть.</numerusform>
            <numerusform>{title}: {shown} из %Ln лиц, сначала самые уверенные. Щёлкните, чтобы открыть.</numerusform>
        </translation>
    </message>
    <message>
        <source>{title}: none.</source>
        <translation>{title}: нет.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the answers</source>
        <translation>Экспорт ответов</translation>
    </message>
    <message>
        <source>&amp;All open photos</source>
        <translation>&amp;Все открытые фото</translation>
    </message>
    <message numerus="yes">
        <source>The %n row(s) that the &amp;filter shows</source>
        <translation>
            <numerusform>%Ln строка, которую показывает &amp;фильтр</numerusform>
            <numerusform>%Ln строки, которые показывает &amp;фильтр</numerusform>
            <numerusform>%Ln строк, которые показывает &amp;фильтр</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n &amp;chosen row(s)</source>
        <translation>
            <numerusform>%Ln в&amp;ыбранная строка</numerusform>
            <numerusform>%Ln в&amp;ыбранные строки</numerusform>
            <numerusform>%Ln в&amp;ыбранных строк</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Wait for %n photo(s) that are not answered yet</source>
        <translation>
            <numerusform>&amp;Дождаться ответа ещё на %Ln фото</numerusform>
            <numerusform>&amp;Дождаться ответа ещё на %Ln фото</numerusform>
            <numerusform>&amp;Дождаться ответа ещё на %Ln фото</numerusform>
        </translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message numerus="yes">
        <source>The table will lack %n photo(s).</source>
        <translation>
            <numerusform>В таблице не будет %Ln фото.</numerusform>
            <numerusform>В таблице не будет %Ln фото.</numerusform>
            <numerusform>В таблице не будет %Ln фото.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Wait for the second model&apos;s answers to %n photo(s)</source>
        <translation>
            <numerusform>&amp;Дождаться ответов второй модели на %Ln фото</numerusform>
            <numerusform>&amp;Дождаться ответов второй модели на %Ln фото</numerusform>
            <numerusform>&amp;Дождаться ответов второй модели на %Ln фото</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The table will lack the second model&apos;s answers to %n photo(s).</source>
        <translation>
            <numerusform>В таблице не будет ответов второй модели на %Ln фото.</numerusform>
            <numerusform>В таблице не будет ответов второй модели на %Ln фото.</numerusform>
            <numerusform>В таблице не будет ответов второй модели на %Ln фото.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>CSV, for spreadsheets (*.csv)</source>
        <translation>CSV, для электронных таблиц (*.csv)</translation>
    </message>
    <message>
        <source>JSON Lines, for programs (*.jsonl)</source>
        <translation>JSON Lines, для программ (*.jsonl)</translation>
    </message>
    <message>
        <source>JSON, one document (*.json)</source>
        <translation>JSON, один документ (*.json)</translation>
    </message>
    <message>
        <source>Parquet, for data tools (*.parquet)</source>
        <translation>Parquet, для анализа данных (*.parquet)</translation>
    </message>
    <message numerus="yes">
        <source>Export the answers for %n photo(s)</source>
        <translation>
            <numerusform>Экспорт ответов для %Ln фото</numerusform>
            <numerusform>Экспорт ответов для %Ln фото</numerusform>
            <numerusform>Экспорт ответов для %Ln фото</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FaceCard</name>
    <message>
        <source>Drag the card out of the window to have it as a picture</source>
        <translation>Перетащите карточку из окна, чтобы получить её снимком</translation>
    </message>
    <message>
        <source>Note what is right (Ctrl+N)</source>
        <translation>Отметить, что верно (Ctrl+N)</translation>
    </message>
    <message>
        <source>Note what is right for face {index}</source>
        <translation>Отметить, что верно для лица {index}</translation>
    </message>
    <message>
        <source>Figures by group</source>
        <translation>Показатели по группам</translation>
    </message>
    <message>
        <source>For whom this model errs, in its card</source>
        <translation>На ком эта модель ошибается, в её карточке</translation>
    </message>
    <message>
        <source>How often this model errs for pictures like this one was not measured.</source>
        <translation>Как часто эта модель ошибается на таких снимках, не измерялось.</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>Что если…</translation>
    </message>
    <message>
        <source>Change the picture and see how the answers change (Ctrl+I)</source>
        <translation>Изменить снимок и посмотреть, как меняются ответы (Ctrl+I)</translation>
    </message>
    <message>
        <source>The two models answer differently.</source>
        <translation>Две модели отвечают по-разному.</translation>
    </message>
    <message>
        <source>≠ differ</source>
        <translation>≠ иначе</translation>
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
        <translation>Примечание</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Разница</translation>
    </message>
    <message>
        <source>Second model:
{attribute}</source>
        <translation>Вторая модель:
{attribute}</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Уверенность</translation>
    </message>
    <message>
        <source>The largest difference of a probability</source>
        <translation>Наибольшая разница вероятностей</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>нет ответа</translation>
    </message>
    <message>
        <source>{name}, face {n}</source>
        <translation>{name}, лицо {n}</translation>
    </message>
    <message>
        <source>No face was found.</source>
        <translation>Лиц не найдено.</translation>
    </message>
    <message>
        <source>Second model: {attribute}: {answer}</source>
        <translation>Вторая модель: {attribute}: {answer}</translation>
    </message>
    <message>
        <source>≠ uncertain</source>
        <translation>≠ не уверена</translation>
    </message>
    <message>
        <source>≠ {answer}</source>
        <translation>≠ {answer}</translation>
    </message>
    <message>
        <source>uncertain: {label}</source>
        <translation>не уверена: {label}</translation>
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
        <translation>Лица</translation>
    </message>
    <message>
        <source>No face was found</source>
        <translation>Лиц не найдено</translation>
    </message>
    <message>
        <source>Facet looks for faces that are turned to the camera, not too small and not hidden. Try a closer or brighter picture, or press B and drag around a face to frame it by hand.</source>
        <translation>Facet ищет лица, повёрнутые к камере, не слишком мелкие и ничем не закрытые. Попробуйте снимок поближе или посветлее или нажмите B и обведите лицо вручную.</translation>
    </message>
</context>
<context>
    <name>FacesModel</name>
    <message>
        <source>no label</source>
        <translation>нет метки</translation>
    </message>
</context>
<context>
    <name>FacesPage</name>
    <message>
        <source>Attribute to check</source>
        <translation>Проверяемый признак</translation>
    </message>
    <message>
        <source>Check one by one</source>
        <translation>Проверить по одному</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Лица</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Сетка</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Таблица</translation>
    </message>
    <message>
        <source>Open photo</source>
        <translation>Открыть фото</translation>
    </message>
    <message>
        <source>Exclude chosen</source>
        <translation>Исключить выбранные</translation>
    </message>
    <message>
        <source>Leave the chosen rows out until Show everything (Delete)</source>
        <translation>Не показывать выбранные строки до «Показать всё» (Delete)</translation>
    </message>
    <message>
        <source>Open photos to see their faces here</source>
        <translation>Откройте фото, чтобы увидеть здесь лица</translation>
    </message>
    <message>
        <source>Order: photos</source>
        <translation>Порядок: по фото</translation>
    </message>
    <message>
        <source>{attribute}: least certain first</source>
        <translation>{attribute}: сначала наименее уверенные</translation>
    </message>
    <message>
        <source>{attribute}: most certain first</source>
        <translation>{attribute}: сначала наиболее уверенные</translation>
    </message>
    <message>
        <source>Largest faces first</source>
        <translation>Сначала самые крупные лица</translation>
    </message>
    <message>
        <source>Smallest faces first</source>
        <translation>Сначала самые мелкие лица</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) chosen</source>
        <translation>
            <numerusform>Выбрана %Ln строка</numerusform>
            <numerusform>Выбраны %Ln строки</numerusform>
            <numerusform>Выбрано %Ln строк</numerusform>
        </translation>
    </message>
    <message>
        <source>Order of the faces</source>
        <translation>Порядок лиц</translation>
    </message>
    <message>
        <source>Faces found</source>
        <translation>Найденные лица</translation>
    </message>
    <message>
        <source>Enter or a double click opens the photo with this face chosen</source>
        <translation>Enter или двойной щелчок открывает фото с выбранным лицом</translation>
    </message>
    <message>
        <source>Largest difference of the two models first</source>
        <translation>Сначала наибольшая разница моделей</translation>
    </message>
    <message>
        <source>{attribute}: largest difference first</source>
        <translation>{attribute}: сначала наибольшая разница</translation>
    </message>
</context>
<context>
    <name>FigureTable</name>
    <message>
        <source>{group} (few)</source>
        <comment>faces</comment>
        <translation>{group} (мало)</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Пункты</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Доля</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Лица</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Интервал 95 %</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>Open photos</source>
        <translation>Открытые фото</translation>
    </message>
    <message>
        <source>Remove from the strip</source>
        <translation>Убрать с ленты</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>{attribute}: any</source>
        <translation>{attribute}: любое</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>не уверена</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Строки</translation>
    </message>
    <message>
        <source>All rows</source>
        <translation>Все строки</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Лица</translation>
    </message>
    <message>
        <source>Uncertain answers</source>
        <translation>Неуверенные ответы</translation>
    </message>
    <message>
        <source>Photos without a face</source>
        <translation>Фото без лиц</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Ошибки</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Качество</translation>
    </message>
    <message>
        <source>Quality: any</source>
        <translation>Качество: любое</translation>
    </message>
    <message>
        <source>nothing against it</source>
        <translation>без замечаний</translation>
    </message>
    <message>
        <source>something against it</source>
        <translation>с замечаниями</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Показать всё</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%Ln строка</numerusform>
            <numerusform>%Ln строки</numerusform>
            <numerusform>%Ln строк</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %n row(s)</source>
        <translation>
            <numerusform>{shown} из %Ln строки</numerusform>
            <numerusform>{shown} из %Ln строк</numerusform>
            <numerusform>{shown} из %Ln строк</numerusform>
        </translation>
    </message>
    <message>
        <source>Photo name</source>
        <translation>Имя фото</translation>
    </message>
    <message>
        <source>Size of the face</source>
        <translation>Размер лица</translation>
    </message>
    <message>
        <source>Size: any</source>
        <translation>Размер: любой</translation>
    </message>
    <message>
        <source>{low} px or more</source>
        <translation>{low} пикс. и больше</translation>
    </message>
    <message>
        <source>{low} to {high} px</source>
        <translation>от {low} до {high} пикс.</translation>
    </message>
    <message>
        <source>under {high} px</source>
        <translation>меньше {high} пикс.</translation>
    </message>
    <message>
        <source>Certainty</source>
        <translation>Уверенность</translation>
    </message>
    <message>
        <source>Lowest certainty</source>
        <translation>Наименьшая уверенность</translation>
    </message>
    <message>
        <source>Highest certainty</source>
        <translation>Наибольшая уверенность</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Очистить</translation>
    </message>
    <message>
        <source>Certainty: any</source>
        <translation>Уверенность: любая</translation>
    </message>
    <message>
        <source>Certainty: {attribute}</source>
        <translation>Уверенность: {attribute}</translation>
    </message>
    <message>
        <source>Second model</source>
        <translation>Вторая модель</translation>
    </message>
    <message>
        <source>Second model: any</source>
        <translation>Вторая модель: любой ответ</translation>
    </message>
    <message>
        <source>the models disagree</source>
        <translation>модели расходятся</translation>
    </message>
    <message>
        <source>they disagree: {attribute}</source>
        <translation>расходятся: {attribute}</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Found in the data</source>
        <translation>Найдено в данных</translation>
    </message>
    <message>
        <source>Leave out everything found here</source>
        <translation>Исключить всё, что здесь найдено</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>Show: {text}</source>
        <translation>Показать: {text}</translation>
    </message>
    <message>
        <source>What is checked is left out. Copies that stay lie on one side of the split.</source>
        <translation>Отмеченное исключается. Оставшиеся копии попадают в одну часть разбиения.</translation>
    </message>
    <message>
        <source>No copies, no contradictions, nothing unreadable.</source>
        <translation>Ни копий, ни противоречий, ни нечитаемых снимков.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that cannot be read</source>
        <translation>
            <numerusform>%Ln снимок, который не читается</numerusform>
            <numerusform>%Ln снимка, которые не читаются</numerusform>
            <numerusform>%Ln снимков, которые не читаются</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that show nothing</source>
        <translation>
            <numerusform>%Ln снимок, на котором ничего нет</numerusform>
            <numerusform>%Ln снимка, на которых ничего нет</numerusform>
            <numerusform>%Ln снимков, на которых ничего нет</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) whose copies are labelled otherwise</source>
        <translation>
            <numerusform>%Ln снимок, копии которого размечены иначе</numerusform>
            <numerusform>%Ln снимка, копии которых размечены иначе</numerusform>
            <numerusform>%Ln снимков, копии которых размечены иначе</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied exactly from others</source>
        <translation>
            <numerusform>%Ln точная копия других снимков</numerusform>
            <numerusform>%Ln точные копии других снимков</numerusform>
            <numerusform>%Ln точных копий других снимков</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) copied nearly from others</source>
        <translation>
            <numerusform>%Ln почти точная копия других снимков</numerusform>
            <numerusform>%Ln почти точные копии других снимков</numerusform>
            <numerusform>%Ln почти точных копий других снимков</numerusform>
        </translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Выбрать всё</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Try the sample picture</source>
        <translation>Попробовать образец</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Пропустить</translation>
    </message>
    <message>
        <source>First, a photo</source>
        <translation>Сначала фото</translation>
    </message>
    <message>
        <source>Open one, drag it onto the window, or try the sample picture. It stays on this computer.</source>
        <translation>Откройте фото, перетащите его в окно или попробуйте образец. Оно остаётся на этом компьютере.</translation>
    </message>
    <message>
        <source>Read the answer</source>
        <translation>Прочитайте ответ</translation>
    </message>
    <message>
        <source>Beside each face stands what the model perceives, and how sure it is. A dashed box marks an uncertain answer; below stand the reasons, and how often such answers are wrong.</source>
        <translation>Рядом с каждым лицом — что воспринимает модель и насколько она уверена. Пунктирная рамка отмечает неуверенный ответ; ниже — причины и то, как часто такие ответы неверны.</translation>
    </message>
    <message>
        <source>Look at many faces, or train</source>
        <translation>Смотрите много лиц или обучайте</translation>
    </message>
    <message>
        <source>Open a folder and see all its faces in a grid, filtered and sorted; or train a model of your own and audit for whom it errs.</source>
        <translation>Откройте папку и смотрите все её лица в сетке, с фильтрами и сортировкой; или обучите собственную модель и проверьте, для кого она ошибается.</translation>
    </message>
    <message>
        <source>{n} of 3. {title}</source>
        <translation>{n} из 3. {title}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
</context>
<context>
    <name>GapsTab</name>
    <message>
        <source>Largest gaps</source>
        <translation>Наибольшие разрывы</translation>
    </message>
    <message>
        <source>The groups are too small to be compared.</source>
        <translation>Группы слишком малы, чтобы их сравнивать.</translation>
    </message>
    <message>
        <source>Judged together, no gap between groups is surely more than chance.</source>
        <translation>При совместной оценке ни про один разрыв между группами нельзя уверенно сказать, что он больше случайности.</translation>
    </message>
    <message numerus="yes">
        <source>%n gap(s) of {total} judged together are more than chance: they are coloured.</source>
        <translation>
            <numerusform>%Ln разрыв из {total}, оценённых вместе, больше случайности: он выделен цветом.</numerusform>
            <numerusform>%Ln разрыва из {total}, оценённых вместе, больше случайности: они выделены цветом.</numerusform>
            <numerusform>%Ln разрывов из {total}, оценённых вместе, больше случайности: они выделены цветом.</numerusform>
        </translation>
    </message>
    <message>
        <source>{figure}, by {columns}</source>
        <translation>{figure}; разбивка: {columns}</translation>
    </message>
    <message>
        <source>{group}, answered otherwise than labelled</source>
        <translation>{group}: ответ не совпал с меткой</translation>
    </message>
    <message>
        <source>The largest gaps come first.</source>
        <translation>Сначала показаны самые большие разрывы.</translation>
    </message>
    <message>
        <source>These come first, then the others; of both the largest first.</source>
        <translation>Они идут первыми, за ними остальные; и те и другие — начиная с самых больших.</translation>
    </message>
</context>
<context>
    <name>GetPage</name>
    <message>
        <source>Get data from the web</source>
        <translation>Получить данные из сети</translation>
    </message>
    <message>
        <source>Facet connects to nothing by itself. It fetches what you name here and sends nothing but the request. Mind the terms of the data: UTKFace is for research that is not commercial.</source>
        <translation>Facet сам ни к чему не подключается. Он загрузит то, что вы укажете здесь, и не отправит ничего, кроме запроса. Учтите условия использования данных: UTKFace — для некоммерческих исследований.</translation>
    </message>
    <message>
        <source>https://…, a Google Drive link, or kaggle:OWNER/NAME</source>
        <translation>https://…, ссылка Google Drive или kaggle:ВЛАДЕЛЕЦ/ИМЯ</translation>
    </message>
    <message>
        <source>UTKFace as one table of 200 MB, from Kaggle</source>
        <translation>UTKFace одной таблицей, 200 МБ, с Kaggle</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Выбрать…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>&amp;Get</source>
        <translation>&amp;Получить</translation>
    </message>
    <message>
        <source>Will connect to {place}.</source>
        <translation>Подключится к {place}.</translation>
    </message>
    <message>
        <source>Choose a folder for the data</source>
        <translation>Выберите папку для данных</translation>
    </message>
    <message>
        <source>Where the data come from</source>
        <translation>Откуда берутся данные</translation>
    </message>
    <message>
        <source>Folder for the data</source>
        <translation>Папка для данных</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Откуда</translation>
    </message>
    <message>
        <source>&amp;Into</source>
        <translation>&amp;Куда</translation>
    </message>
    <message>
        <source>Facet cannot get data from this address.</source>
        <translation>С этого адреса Facet не может получить данные.</translation>
    </message>
</context>
<context>
    <name>GroupsTab</name>
    <message>
        <source>Grouped by</source>
        <translation>Группировка</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Показатель</translation>
    </message>
    <message>
        <source>Figures by group</source>
        <translation>Показатели по группам</translation>
    </message>
    <message numerus="yes">
        <source>Groups of fewer than %n face(s) are marked as few. Nothing is ranked.</source>
        <translation>
            <numerusform>Группы меньше чем из %Ln лица помечены «мало». Ничто не ранжируется.</numerusform>
            <numerusform>Группы меньше чем из %Ln лиц помечены «мало». Ничто не ранжируется.</numerusform>
            <numerusform>Группы меньше чем из %Ln лиц помечены «мало». Ничто не ранжируется.</numerusform>
        </translation>
    </message>
    <message>
        <source>Dotted is the figure over everybody; coloured is what lies off it with its whole interval.</source>
        <translation>Пунктир — показатель по всем; цветом — то, что лежит в стороне от него всем своим интервалом.</translation>
    </message>
    <message>
        <source>no face</source>
        <translation>лица нет</translation>
    </message>
    <message>
        <source>{group}. Rows: label. Columns: prediction. Choose a cell to see its faces.</source>
        <translation>{group}. Строки: метка. Столбцы: ответ. Выберите ячейку, чтобы увидеть её лица.</translation>
    </message>
    <message>
        <source>{group}, answered otherwise than labelled</source>
        <translation>{group}: ответ не совпал с меткой</translation>
    </message>
    <message>
        <source>{group}, labelled {label}, answered {answer}</source>
        <translation>{group}: метка {label}, ответ {answer}</translation>
    </message>
    <message>
        <source>&amp;Figure</source>
        <translation>&amp;Показатель</translation>
    </message>
    <message>
        <source>Grouped &amp;by</source>
        <translation>&amp;Группировка</translation>
    </message>
</context>
<context>
    <name>HeatLegend</name>
    <message>
        <source>Where the model looked for “{label}”: the brighter, the more that answer depended on it. A hint, not a proof.</source>
        <translation>Куда модель смотрела для ответа «{label}»: чем ярче, тем больше от этого зависел ответ. Это подсказка, не доказательство.</translation>
    </message>
    <message>
        <source>The answer “{label}” depends on no single part: none of them, taken away, weakens it.</source>
        <translation>Ответ «{label}» не зависит ни от одной отдельной части лица: без любой из них он не слабее.</translation>
    </message>
    <message>
        <source>Occlusion: parts of the face are blurred away one by one, and each counts by how much that weakens the answer.</source>
        <translation>Окклюзия: части лица размываются по одной, и каждая засчитывается по тому, насколько слабее становится ответ.</translation>
    </message>
    <message>
        <source>Class activation: what each field of the network&apos;s last layer adds to the answer.</source>
        <translation>Активация класса: что добавляет к ответу каждое поле последнего слоя сети.</translation>
    </message>
    <message>
        <source>It shows what the model used, not whether it was right to.</source>
        <translation>Это показывает, чем модель пользовалась, а не права ли она была.</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
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
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Nothing is called so here.</source>
        <translation>Здесь нет ничего с таким названием.</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>Photos and videos ({kinds});;All files (*)</source>
        <translation>Фото и видео ({kinds});;Все файлы (*)</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Открыть фото</translation>
    </message>
    <message>
        <source>Open a folder of photos</source>
        <translation>Открыть папку с фото</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>Вставлено</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Перетащено</translation>
    </message>
    <message>
        <source>That is only the picture&apos;s address, and Facet fetches nothing from the network. Copy the picture itself and paste it here.</source>
        <translation>Это лишь адрес снимка, а Facet ничего не загружает из сети. Скопируйте сам снимок и вставьте его сюда.</translation>
    </message>
    <message>
        <source>There is no picture in the clipboard. Copy a picture or a file first.</source>
        <translation>В буфере обмена нет снимка. Сначала скопируйте снимок или файл.</translation>
    </message>
</context>
<context>
    <name>LabelQueue</name>
    <message>
        <source>Attribute</source>
        <translation>Признак</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показывать</translation>
    </message>
    <message>
        <source>All ({count})</source>
        <translation>Все ({count})</translation>
    </message>
    <message>
        <source>Decided: the label stays.</source>
        <translation>Решено: метка остаётся.</translation>
    </message>
    <message>
        <source>Decided: {label}.</source>
        <translation>Решено: {label}.</translation>
    </message>
    <message>
        <source>Decided: cannot tell; the label is not used.</source>
        <translation>Решено: сказать нельзя; метка не используется.</translation>
    </message>
    <message>
        <source>Decided: the face is left out.</source>
        <translation>Решено: лицо исключено.</translation>
    </message>
</context>
<context>
    <name>LabelView</name>
    <message>
        <source>Progress</source>
        <translation>Ход работы</translation>
    </message>
    <message>
        <source>Cannot tell (C)</source>
        <translation>Сказать нельзя (C)</translation>
    </message>
    <message>
        <source>Leave the face out (X)</source>
        <translation>Исключить лицо (X)</translation>
    </message>
    <message>
        <source>Previous (←)</source>
        <translation>Назад (←)</translation>
    </message>
    <message>
        <source>Next (→)</source>
        <translation>Дальше (→)</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Отменить (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>{at} of {total}</source>
        <translation>{at} из {total}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Label: {label}</source>
        <translation>Метка: {label}</translation>
    </message>
    <message>
        <source>Keep “{label}” (K)</source>
        <translation>Оставить «{label}» (K)</translation>
    </message>
    <message>
        <source>This picture cannot be read.</source>
        <translation>Этот снимок нельзя прочитать.</translation>
    </message>
    <message>
        <source>Suggested: {label}</source>
        <translation>Предлагается: {label}</translation>
    </message>
    <message>
        <source>An exact copy of this picture has another label.</source>
        <translation>У точной копии этого снимка другая метка.</translation>
    </message>
    <message>
        <source>A model that has not seen this label disagrees with it.</source>
        <translation>Модель, которая не видела этой метки, с ней не согласна.</translation>
    </message>
    <message>
        <source>Which label do you perceive?</source>
        <translation>Какую метку вы воспринимаете?</translation>
    </message>
    <message>
        <source>{label}, suggested</source>
        <translation>{label}, предлагается</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>не читается</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>нет метки</translation>
    </message>
    <message>
        <source>Exact copy</source>
        <translation>Точная копия</translation>
    </message>
    <message>
        <source>Near copy</source>
        <translation>Почти точная копия</translation>
    </message>
    <message>
        <source>The face</source>
        <translation>Лицо</translation>
    </message>
</context>
<context>
    <name>LastResort</name>
    <message>
        <source>Facet cannot start.</source>
        <translation>Facet не запускается.</translation>
    </message>
    <message>
        <source>Start it again. If it happens again, copy the report and send it to the makers of Facet.</source>
        <translation>Запустите его ещё раз. Если это повторится, скопируйте отчёт и отправьте его авторам Facet.</translation>
    </message>
    <message>
        <source>Something happened that Facet did not expect.</source>
        <translation>Случилось то, чего Facet не ожидал.</translation>
    </message>
    <message>
        <source>The program stays open. If it happens again, copy the report and send it to the makers of Facet.</source>
        <translation>Программа продолжает работать. Если это повторится, скопируйте отчёт и отправьте его авторам Facet.</translation>
    </message>
</context>
<context>
    <name>LimitsTab</name>
    <message>
        <source>What such a model is for</source>
        <translation>Для чего нужна такая модель</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Границы</translation>
    </message>
    <message>
        <source>Terms of the data</source>
        <translation>Условия данных</translation>
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
        <translation>Выключено, пока вы не включите: в живую картинку могут попасть люди, которых никто не спрашивал, а ответы, меняющиеся с каждым кадром, быстро начинают казаться фактами.</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>perceived: {label} {percent}</source>
        <translation>воспринимается: {label} {percent}</translation>
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
        <translation>ЦП</translation>
    </message>
    <message>
        <source>The result is in the clipboard.</source>
        <translation>Результат в буфере обмена.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%Ln лицо</numerusform>
            <numerusform>%Ln лица</numerusform>
            <numerusform>%Ln лиц</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Закрыть это сообщение</translation>
    </message>
</context>
<context>
    <name>MitigationField</name>
    <message>
        <source>Errors evened out</source>
        <translation>Какие ошибки выравниваются</translation>
    </message>
    <message>
        <source>Between the groups of (none chosen: the other answers that Facet knows)</source>
        <translation>Между группами столбцов (не выбрано: другие ответы, известные Facet)</translation>
    </message>
    <message>
        <source>of the first answer</source>
        <translation>первого ответа</translation>
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
        <translation>Моделей не найдено</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name of the model</source>
        <translation>Имя модели</translation>
    </message>
</context>
<context>
    <name>NetworkFormDialog</name>
    <message>
        <source>The form of {name}</source>
        <translation>Описание сети {name}</translation>
    </message>
    <message>
        <source>&amp;Add an answer</source>
        <translation>&amp;Добавить ответ</translation>
    </message>
    <message>
        <source>&amp;Use this form</source>
        <translation>&amp;Использовать это описание</translation>
    </message>
    <message>
        <source>Running the network…</source>
        <translation>Сеть запускается…</translation>
    </message>
    <message>
        <source>The form used last time.</source>
        <translation>Описание, использованное в прошлый раз.</translation>
    </message>
    <message>
        <source>The file does not say how the network is fed and what its answers mean; this is a guess. The range, the order of the colours and the order of the labels cannot be seen from outside: check them in its documentation, and with the faces on the right.</source>
        <translation>В файле не сказано, что подавать сети на вход и что означают её ответы; это догадка. Диапазон, порядок цветов и порядок меток снаружи не видны: сверьте их с документацией сети и с лицами справа.</translation>
    </message>
    <message>
        <source>one number or three are expected, with commas between them</source>
        <translation>ожидается одно число или три через запятую</translation>
    </message>
    <message>
        <source>Labels in the order of the output, with commas between them.</source>
        <translation>Метки в порядке выхода, через запятую.</translation>
    </message>
    <message>
        <source>Its answers with this form</source>
        <translation>Её ответы при этом описании</translation>
    </message>
    <message>
        <source>No face was found in the first pictures of the data.</source>
        <translation>На первых снимках данных лица не найдены.</translation>
    </message>
    <message>
        <source>What it answers</source>
        <translation>Что она отвечает</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>NewLabelQueue</name>
    <message>
        <source>Train from these labels</source>
        <translation>Обучить на этих метках</translation>
    </message>
    <message>
        <source>Label {attribute}</source>
        <translation>Разметка: {attribute}</translation>
    </message>
    <message>
        <source>At least {n} labels, of two kinds or more</source>
        <translation>Не менее {n} меток, двух видов или больше</translation>
    </message>
    <message>
        <source>Every face has been asked about.</source>
        <translation>Спрошено о каждом лице.</translation>
    </message>
    <message>
        <source>Decided: {label}.</source>
        <translation>Решено: {label}.</translation>
    </message>
    <message>
        <source>Decided: cannot tell.</source>
        <translation>Решено: сказать нельзя.</translation>
    </message>
    <message>
        <source>{n} of {total} labelled</source>
        <translation>Размечено {n} из {total}</translation>
    </message>
</context>
<context>
    <name>NewLabelsForm</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>Н&amp;ачать</translation>
    </message>
    <message>
        <source>Label {pictures}</source>
        <translation>Разметка: {pictures}</translation>
    </message>
    <message>
        <source>Facet shows the faces of {folder}, first those whose labels teach a model most. Labels are saved as you go, in a table beside the folder. Say what you perceive, not what a person is.</source>
        <translation>Facet показывает лица из {folder}, сначала те, чьи метки научат модель больше всего. Метки сразу сохраняются в таблице рядом с папкой. Указывайте, что вы воспринимаете, а не кем человек является.</translation>
    </message>
    <message>
        <source>Another attribute</source>
        <translation>Другой признак</translation>
    </message>
    <message>
        <source>A name that begins with a Latin letter, and two or more labels, separated by commas.</source>
        <translation>Имя, начинающееся с латинской буквы, и две метки или больше через запятую.</translation>
    </message>
    <message>
        <source>What is asked about each face</source>
        <translation>Что спрашивается о каждом лице</translation>
    </message>
    <message>
        <source>glasses</source>
        <translation>glasses</translation>
    </message>
    <message>
        <source>none, clear, dark</source>
        <translation>нет, прозрачные, тёмные</translation>
    </message>
    <message>
        <source>&amp;Ask for</source>
        <translation>&amp;Спросить</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Имя</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Метки</translation>
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
        <translation>Коллекции и таблицы Facet ({kinds})</translation>
    </message>
    <message>
        <source>Open a collection</source>
        <translation>Открыть коллекцию</translation>
    </message>
    <message>
        <source>Collections (*{suffix})</source>
        <translation>Коллекции (*{suffix})</translation>
    </message>
    <message>
        <source>Save the collection</source>
        <translation>Сохранить коллекцию</translation>
    </message>
    <message>
        <source>An export is waiting</source>
        <translation>Экспорт ещё ждёт</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are not answered yet.</source>
        <translation>
            <numerusform>На %Ln фото ответа ещё нет.</numerusform>
            <numerusform>На %Ln фото ответа ещё нет.</numerusform>
            <numerusform>На %Ln фото ответа ещё нет.</numerusform>
        </translation>
    </message>
    <message>
        <source>If you close Facet now, {name} is not written.</source>
        <translation>Если закрыть Facet сейчас, файл {name} не будет записан.</translation>
    </message>
    <message>
        <source>Close without it</source>
        <translation>Закрыть без него</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Вернуться</translation>
    </message>
    <message>
        <source>Facet</source>
        <translation>Facet</translation>
    </message>
    <message numerus="yes">
        <source>The answers to %n photo(s) are not saved.</source>
        <translation>
            <numerusform>Ответы для %Ln фото не сохранены.</numerusform>
            <numerusform>Ответы для %Ln фото не сохранены.</numerusform>
            <numerusform>Ответы для %Ln фото не сохранены.</numerusform>
        </translation>
    </message>
    <message>
        <source>If you keep them, they are there again at the next start. Otherwise they are deleted.</source>
        <translation>Если их оставить, они снова появятся при следующем запуске. Иначе они будут удалены.</translation>
    </message>
    <message>
        <source>Save the collection first if you want to keep them.</source>
        <translation>Если они нужны, сначала сохраните коллекцию.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Оставить</translation>
    </message>
    <message numerus="yes">
        <source>The %n photo(s) that you kept are open again.</source>
        <translation>
            <numerusform>Снова открыто %Ln фото, которое вы оставили.</numerusform>
            <numerusform>Снова открыты %Ln фото, которые вы оставили.</numerusform>
            <numerusform>Снова открыты %Ln фото, которые вы оставили.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n photo(s) are not answered yet; it goes on from there.</source>
        <translation>
            <numerusform>{name}: на %Ln фото ответа ещё нет; работа продолжается.</numerusform>
            <numerusform>{name}: на %Ln фото ответа ещё нет; работа продолжается.</numerusform>
            <numerusform>{name}: на %Ln фото ответа ещё нет; работа продолжается.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name}: %n photo(s), all of them answered.</source>
        <translation>
            <numerusform>{name}: %Ln фото, все с ответами.</numerusform>
            <numerusform>{name}: %Ln фото, все с ответами.</numerusform>
            <numerusform>{name}: %Ln фото, все с ответами.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) have changed and are answered again.</source>
        <translation>
            <numerusform>%Ln фото изменилось, ответ готовится заново.</numerusform>
            <numerusform>%Ln фото изменились, ответы готовятся заново.</numerusform>
            <numerusform>%Ln фото изменились, ответы готовятся заново.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are in another place now; they are answered there.</source>
        <translation>
            <numerusform>%Ln фото теперь в другом месте; ответ готовится там.</numerusform>
            <numerusform>%Ln фото теперь в другом месте; ответы готовятся там.</numerusform>
            <numerusform>%Ln фото теперь в другом месте; ответы готовятся там.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are no longer there; their answers stay.</source>
        <translation>
            <numerusform>%Ln фото больше нет; его ответы остаются.</numerusform>
            <numerusform>%Ln фото больше нет; их ответы остаются.</numerusform>
            <numerusform>%Ln фото больше нет; их ответы остаются.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Сохранено как {path}</translation>
    </message>
    <message numerus="yes">
        <source>The export is written when the remaining %n photo(s) are answered.</source>
        <translation>
            <numerusform>Экспорт будет записан, когда будет готов ответ на оставшееся %Ln фото.</numerusform>
            <numerusform>Экспорт будет записан, когда будут готовы ответы на оставшиеся %Ln фото.</numerusform>
            <numerusform>Экспорт будет записан, когда будут готовы ответы на оставшиеся %Ln фото.</numerusform>
        </translation>
    </message>
    <message>
        <source>Write it now</source>
        <translation>Записать сейчас</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are answered.</source>
        <translation>
            <numerusform>Ответ дан по %Ln фото.</numerusform>
            <numerusform>Ответ дан по %Ln фото.</numerusform>
            <numerusform>Ответ дан по %Ln фото.</numerusform>
        </translation>
    </message>
    <message>
        <source>An error stopped the answering after {done} of {total}.</source>
        <translation>Ошибка остановила ответы после {done} из {total}.</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>Открыть н&amp;едавние</translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation>&amp;Очистить список</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Пока ничего</translation>
    </message>
</context>
<context>
    <name>RecipeForm</name>
    <message>
        <source>More</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Fairness between groups</source>
        <translation>Справедливость между группами</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Аугментация</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
</context>
<context>
    <name>RecipePage</name>
    <message>
        <source>Name of the run</source>
        <translation>Имя запуска</translation>
    </message>
    <message>
        <source>Load recipe…</source>
        <translation>Загрузить рецепт…</translation>
    </message>
    <message>
        <source>Save recipe…</source>
        <translation>Сохранить рецепт…</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}.</source>
        <translation>Не удалось записать {path}: {reason}.</translation>
    </message>
    <message>
        <source>As in the report</source>
        <translation>Как в отчёте</translation>
    </message>
    <message>
        <source>Fine-tune</source>
        <translation>Дообучение</translation>
    </message>
    <message>
        <source>Last layer only</source>
        <translation>Только последний слой</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Лучше</translation>
    </message>
    <message>
        <source>Quick look</source>
        <translation>На пробу</translation>
    </message>
    <message>
        <source>The student report&apos;s network and settings</source>
        <translation>Сеть и параметры студенческого отчёта</translation>
    </message>
    <message>
        <source>Starts from a network that knows faces: the best answers, even from few faces</source>
        <translation>Начинает с сети, знающей лица: лучшие ответы, даже если снимков мало</translation>
    </message>
    <message>
        <source>The same network as it is, with new answers: takes seconds, a little less accurate</source>
        <translation>Та же сеть без изменений, новы лишь ответы: секунды, чуть менее точно</translation>
    </message>
    <message>
        <source>Deeper, with attention and augmentation, from random weights; takes much longer</source>
        <translation>Глубже, с вниманием и аугментацией, со случайных весов; намного дольше</translation>
    </message>
    <message>
        <source>Small and short: are the data any good?</source>
        <translation>Маленькая и короткая: годятся ли данные?</translation>
    </message>
    <message>
        <source>Your own recipe</source>
        <translation>Ваш собственный рецепт</translation>
    </message>
    <message>
        <source>Load a recipe</source>
        <translation>Загрузить рецепт</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>Рецепты (*.json)</translation>
    </message>
    <message>
        <source>Save the recipe</source>
        <translation>Сохранить рецепт</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>What was open last time could not be read. It was put aside as {path}</source>
        <translation>То, что было открыто в прошлый раз, не удалось прочитать. Оно отложено в {path}</translation>
    </message>
    <message numerus="yes">
        <source>Facet ended unexpectedly. The %n photo(s) that had a file are open again.</source>
        <translation>
            <numerusform>Facet неожиданно завершился. Снова открыто %Ln фото, у которого был файл.</numerusform>
            <numerusform>Facet неожиданно завершился. Снова открыты %Ln фото, у которых был файл.</numerusform>
            <numerusform>Facet неожиданно завершился. Снова открыто %Ln фото, у которых был файл.</numerusform>
        </translation>
    </message>
    <message>
        <source>Facet</source>
        <translation>Facet</translation>
    </message>
    <message numerus="yes">
        <source>Facet ended unexpectedly twice with the same %n photo(s) open.</source>
        <translation>
            <numerusform>Facet дважды неожиданно завершился с одним и тем же открытым фото (%Ln).</numerusform>
            <numerusform>Facet дважды неожиданно завершился с одними и теми же открытыми фото (%Ln).</numerusform>
            <numerusform>Facet дважды неожиданно завершился с одними и теми же открытыми фото (%Ln).</numerusform>
        </translation>
    </message>
    <message>
        <source>One of them may be the reason.</source>
        <translation>Возможно, причина в одном из них.</translation>
    </message>
    <message>
        <source>&amp;Open them again</source>
        <translation>&amp;Открыть снова</translation>
    </message>
    <message>
        <source>&amp;Leave them closed</source>
        <translation>&amp;Не открывать</translation>
    </message>
    <message>
        <source>This is what is known of it; it is sent nowhere. If it happens again, copy it and send it to the makers of Facet.</source>
        <translation>Вот что об этом известно; это никуда не отправляется. Если повторится, скопируйте и отправьте авторам Facet.</translation>
    </message>
    <message>
        <source>It is kept as {path}</source>
        <translation>Сохранено в {path}</translation>
    </message>
    <message>
        <source>Facet ended unexpectedly last time.</source>
        <translation>В прошлый раз Facet неожиданно завершился.</translation>
    </message>
</context>
<context>
    <name>ReliabilityView</name>
    <message>
        <source>Reliability diagram</source>
        <translation>Диаграмма надёжности</translation>
    </message>
    <message>
        <source>confidence {confidence}, accuracy {accuracy} ({interval}), faces: {n}</source>
        <translation>уверенность {confidence}, точность {accuracy} ({interval}), лиц: {n}</translation>
    </message>
    <message>
        <source>confidence (across), accuracy (up)</source>
        <translation>уверенность (по горизонтали), точность (по вертикали)</translation>
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
        <translation>Отчёт</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>&amp;Копировать отчёт</translation>
    </message>
    <message>
        <source>&amp;Delete report</source>
        <translation>&amp;Удалить отчёт</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>{model} on {data}</source>
        <translation>{model} на {data}</translation>
    </message>
    <message>
        <source>By group</source>
        <translation>По группам</translation>
    </message>
    <message>
        <source>Largest gaps</source>
        <translation>Наибольшие разрывы</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Калибровка</translation>
    </message>
    <message>
        <source>Two models</source>
        <translation>Две модели</translation>
    </message>
    <message>
        <source>Changed pictures</source>
        <translation>Изменённые снимки</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Границы</translation>
    </message>
    <message>
        <source>&amp;Groups</source>
        <translation>Гр&amp;уппы</translation>
    </message>
    <message>
        <source>Choose the columns of the data to group by</source>
        <translation>Выбрать столбцы данных для группировки</translation>
    </message>
    <message>
        <source>Save the chart…</source>
        <translation>Сохранить график…</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Страница (*.html)</translation>
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
        <translation>Сохранить показатели</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>Use this model</source>
        <translation>Взять эту модель</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Сохранить как…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Отбросить</translation>
    </message>
    <message>
        <source>Clearly less accurate than {model}, which is in use: {attributes}.</source>
        <translation>Заметно менее точна, чем используемая {model}: {attributes}.</translation>
    </message>
    <message>
        <source>Save the figures…</source>
        <translation>Сохранить показатели…</translation>
    </message>
    <message>
        <source>{model} was in use before.</source>
        <translation>Раньше использовалась {model}.</translation>
    </message>
    <message>
        <source>{model} is in use.</source>
        <translation>Используется {model}.</translation>
    </message>
    <message>
        <source>{attribute}: {own}, beside its {other}.</source>
        <translation>{attribute}: {own}, у неё {other}.</translation>
    </message>
</context>
<context>
    <name>RunComparison</name>
    <message>
        <source>Runs compared</source>
        <translation>Сравнение запусков</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} из {total}</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Эпохи</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Лучшая эпоха</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Best score</source>
        <translation>Лучший балл</translation>
    </message>
    <message>
        <source>Validation loss of that epoch</source>
        <translation>Потери на проверке в этой эпохе</translation>
    </message>
    <message>
        <source>{attribute}, test accuracy</source>
        <translation>{attribute}, точность на тесте</translation>
    </message>
    <message>
        <source>{attribute}, balanced test accuracy</source>
        <translation>{attribute}, сбалансированная точность на тесте</translation>
    </message>
    <message>
        <source>{attribute}, test accuracy of the worst group</source>
        <translation>{attribute}, точность на тесте в худшей группе</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>да</translation>
    </message>
    <message>
        <source>no</source>
        <translation>нет</translation>
    </message>
</context>
<context>
    <name>RunLine</name>
    <message>
        <source>Resume</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Отмена…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>осталось около {time}</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>Приостановка…</translation>
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
        <translation>Результаты</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Взять эту модель</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>{name} answers for your photos now.</source>
        <translation>Теперь по вашим фото отвечает {name}.</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Сохранено как {name}.</translation>
    </message>
    <message>
        <source>Measuring {name}</source>
        <translation>Измерение {name}</translation>
    </message>
    <message>
        <source>Measuring by other groups</source>
        <translation>Измерение по другим группам</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>Progress of the training</source>
        <translation>Ход обучения</translation>
    </message>
    <message>
        <source>Progress within the epoch</source>
        <translation>Ход эпохи</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Go on after the last epoch kept</source>
        <translation>Продолжить с последней сохранённой эпохи</translation>
    </message>
    <message>
        <source>Make a model of it</source>
        <translation>Сделать из этого модель</translation>
    </message>
    <message>
        <source>Measure and package the best epoch so far, without training on</source>
        <translation>Измерить и собрать лучшую из готовых эпох, не обучая дальше</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>Эпоха {epoch} из {epochs}</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) a second</source>
        <translation>
            <numerusform>%Ln снимок в секунду</numerusform>
            <numerusform>%Ln снимка в секунду</numerusform>
            <numerusform>%Ln снимков в секунду</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready to train</source>
        <translation>Всё готово к обучению</translation>
    </message>
    <message>
        <source>{name}: preparing</source>
        <translation>{name}: подготовка</translation>
    </message>
    <message>
        <source>{name}: training</source>
        <translation>{name}: обучение</translation>
    </message>
    <message>
        <source>{name}: pausing</source>
        <translation>{name}: приостановка</translation>
    </message>
    <message>
        <source>{name}: paused</source>
        <translation>{name}: пауза</translation>
    </message>
    <message>
        <source>{name}: cancelling</source>
        <translation>{name}: отмена</translation>
    </message>
    <message>
        <source>{name}: stopped by an error</source>
        <translation>{name}: прервано ошибкой</translation>
    </message>
    <message>
        <source>{name}: done</source>
        <translation>{name}: готово</translation>
    </message>
    <message>
        <source>{name}: cancelled</source>
        <translation>{name}: отменено</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s); the best, {best}, became the model.</source>
        <translation>
            <numerusform>%Ln эпоха; лучшая, {best}-я, стала моделью.</numerusform>
            <numerusform>%Ln эпохи; лучшая, {best}-я, стала моделью.</numerusform>
            <numerusform>%Ln эпох; лучшая, {best}-я, стала моделью.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n epoch(s), as none was better than {best}, which became the model.</source>
        <translation>
            <numerusform>Остановлено после %Ln эпохи: ни одна не была лучше {best}-й, она и стала моделью.</numerusform>
            <numerusform>Остановлено после %Ln эпох: ни одна не была лучше {best}-й, она и стала моделью.</numerusform>
            <numerusform>Остановлено после %Ln эпох: ни одна не была лучше {best}-й, она и стала моделью.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was kept: no epoch was done.</source>
        <translation>Ничего не сохранено: ни одна эпоха не закончена.</translation>
    </message>
    <message>
        <source>1 epoch is kept.</source>
        <translation>Сохранена 1 эпоха.</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s) are kept; the best is {best}.</source>
        <translation>
            <numerusform>Сохранена %Ln эпоха; лучшая — {best}-я.</numerusform>
            <numerusform>Сохранены %Ln эпохи; лучшая — {best}-я.</numerusform>
            <numerusform>Сохранено %Ln эпох; лучшая — {best}-я.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the chart…</source>
        <translation>Сохранить график…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} из {total}</translation>
    </message>
    <message>
        <source>Since epoch {n} the training loss has fallen but the validation loss has not: overfitting.</source>
        <translation>С эпохи {n} потери на обучении снижаются, а на проверке нет: переобучение.</translation>
    </message>
    <message>
        <source>You can close this window: the training continues and shows in the status bar.</source>
        <translation>Это окно можно закрыть: обучение продолжится, его ход виден в строке состояния.</translation>
    </message>
</context>
<context>
    <name>RunsView</name>
    <message>
        <source>Earlier runs</source>
        <translation>Прежние запуски</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Go on after the last epoch kept</source>
        <translation>Продолжить с последней сохранённой эпохи</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>Delete a run</source>
        <translation>Удаление запуска</translation>
    </message>
    <message>
        <source>Delete {name}?</source>
        <translation>Удалить {name}?</translation>
    </message>
    <message numerus="yes">
        <source>Its recipe, its %n epoch(s) and its model in the run&apos;s folder are lost. Models saved from it stay.</source>
        <translation>
            <numerusform>Рецепт, %Ln эпоха и модель в папке запуска пропадут. Сохранённые из него модели останутся.</numerusform>
            <numerusform>Рецепт, %Ln эпохи и модель в папке запуска пропадут. Сохранённые из него модели останутся.</numerusform>
            <numerusform>Рецепт, %Ln эпох и модель в папке запуска пропадут. Сохранённые из него модели останутся.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>идёт</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>отменено</translation>
    </message>
    <message>
        <source>stopped by an error</source>
        <translation>прервано ошибкой</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>прервано</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Эпохи</translation>
    </message>
    <message>
        <source>Best score</source>
        <translation>Лучший балл</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Начало</translation>
    </message>
    <message>
        <source>Save the chart…</source>
        <translation>Сохранить график…</translation>
    </message>
    <message>
        <source>No runs yet.</source>
        <translation>Запусков пока нет.</translation>
    </message>
    <message>
        <source>Mean of the balanced accuracies of all answers on the validation set</source>
        <translation>Среднее сбалансированных точностей всех ответов на проверочной выборке</translation>
    </message>
    <message>
        <source>Select several to compare them.</source>
        <translation>Выберите несколько, чтобы сравнить их.</translation>
    </message>
    <message>
        <source>Comparison of the selected runs</source>
        <translation>Сравнение выбранных запусков</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Кривые</translation>
    </message>
    <message>
        <source>Figures and recipes</source>
        <translation>Показатели и рецепты</translation>
    </message>
    <message>
        <source>Runs, the newest first</source>
        <translation>Запуски, сначала новые</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Save the picture with its boxes</source>
        <translation>Сохранить снимок с рамками</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.webp)</source>
        <translation>Снимки (*.png *.jpg *.webp)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Сбросить</translation>
    </message>
    <message>
        <source>the model&apos;s own, {percent}</source>
        <translation>как у модели, {percent}</translation>
    </message>
    <message>
        <source>A later Facet wrote these settings. What this one knows of them holds.</source>
        <translation>Эти настройки записал более новый Facet. Действует то, что знает этот.</translation>
    </message>
    <message>
        <source>Unknown to this Facet, and left as they are: {keys}</source>
        <translation>Этому Facet неизвестны и оставлены как есть: {keys}</translation>
    </message>
    <message>
        <source>{path} could not be written. What you change holds until Facet is closed.</source>
        <translation>Не удалось записать {path}. Ваши изменения действуют, пока Facet не закрыт.</translation>
    </message>
    <message>
        <source>Everything is as it was at first.</source>
        <translation>Всё как было сначала.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Страницы</translation>
    </message>
    <message>
        <source>Set everything back to how it was at first</source>
        <translation>Вернуть всё к тому, как было сначала</translation>
    </message>
    <message>
        <source>This takes effect when Facet starts the next time.</source>
        <translation>Подействует при следующем запуске Facet.</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>Перезапустить сейчас</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>Выбрать &amp;файл…</translation>
    </message>
    <message>
        <source>Choose a f&amp;older…</source>
        <translation>Выбрать &amp;папку…</translation>
    </message>
    <message>
        <source>See what light, colour and &amp;blur change, too (takes longer; needs no labels)</source>
        <translation>И что меняют свет, цвет и &amp;размытие (дольше; без меток)</translation>
    </message>
    <message>
        <source>&amp;Start the audit</source>
        <translation>&amp;Начать аудит</translation>
    </message>
    <message>
        <source>no other model</source>
        <translation>другой модели нет</translation>
    </message>
    <message>
        <source>Drop a data set here or choose one: a CSV file, a zip archive, a folder, or a training&apos;s folder.</source>
        <translation>Перетащите сюда или выберите: CSV, zip, папку, папку обучения.</translation>
    </message>
    <message>
        <source>Choose a data set</source>
        <translation>Выбор набора данных</translation>
    </message>
    <message>
        <source>Choose a folder of pictures</source>
        <translation>Выбор папки со снимками</translation>
    </message>
    <message>
        <source>For whom does a model err?</source>
        <translation>На ком ошибается модель?</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Модель</translation>
    </message>
    <message>
        <source>&amp;Compare with</source>
        <translation>&amp;Сравнить с</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>Не&amp;давние</translation>
    </message>
    <message>
        <source>The model answers labelled faces, found and aligned as in any photo, and its figures are given by group. Use data that it was not trained on.</source>
        <translation>Модель отвечает о размеченных лицах, найденных и выровненных как на любом фото, и её показатели даются по группам. Берите данные, на которых она не обучалась.</translation>
    </message>
    <message>
        <source>O&amp;ther…</source>
        <translation>Др&amp;угая…</translation>
    </message>
    <message>
        <source>A network made elsewhere (ONNX, LiteRT, Keras), or a table with the answers of any model</source>
        <translation>Сеть из другой программы (ONNX, LiteRT, Keras) или таблица с ответами любой модели</translation>
    </message>
    <message>
        <source>For&amp;m…</source>
        <translation>&amp;Описание…</translation>
    </message>
    <message>
        <source>How the network is fed and what it answers</source>
        <translation>Что подаётся сети на вход и что она отвечает</translation>
    </message>
    <message>
        <source>Only for models of Facet</source>
        <translation>Только для моделей Facet</translation>
    </message>
    <message>
        <source>The labels in {name}. Or choose the data that the names in it belong to.</source>
        <translation>Метки из {name}. Или выберите данные, к которым относятся имена в этом файле.</translation>
    </message>
    <message>
        <source>Networks and tables of answers (*.onnx *.tflite *.keras *.h5 *.csv);;All files (*)</source>
        <translation>Сети и таблицы ответов (*.onnx *.tflite *.keras *.h5 *.csv);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Choose a model of another program</source>
        <translation>Выберите модель из другой программы</translation>
    </message>
    <message>
        <source>Data sets (*.csv *.tsv *.zip *.parquet *.tar *.json);;All files (*)</source>
        <translation>Наборы данных (*.csv *.tsv *.zip *.parquet *.tar *.json);;Все файлы (*)</translation>
    </message>
    <message>
        <source>A Keras file can hold code</source>
        <translation>Файл Keras может содержать код</translation>
    </message>
    <message>
        <source>Open {name}?</source>
        <translation>Открыть {name}?</translation>
    </message>
    <message>
        <source>What Keras recognises as code is refused, but not all of it may be. Open only files from people you trust, or ask for ONNX or LiteRT, which hold no code.</source>
        <translation>Что Keras распознаёт как код, отклоняется, но, возможно, не всё. Открывайте только файлы от людей, которым доверяете, или попросите ONNX или LiteRT: в них кода нет.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>SplitBar</name>
    <message>
        <source>Split</source>
        <translation>Разбиение</translation>
    </message>
    <message>
        <source>training</source>
        <translation>обучение</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>проверка</translation>
    </message>
    <message>
        <source>calibration</source>
        <translation>калибровка</translation>
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
        <translation>Шаг {n}: {name}</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message>
        <source>By group</source>
        <translation>По группам</translation>
    </message>
    <message>
        <source>Share of the faces that match the filter, and its 95 % interval; the filter on the attribute itself does not count. Pale: a group of few faces, only a hint.</source>
        <translation>Доля лиц, подходящих под фильтр, и её интервал 95 %; фильтр по самому признаку не учитывается. Бледно: в группе мало лиц, это лишь намёк.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%Ln фото</numerusform>
            <numerusform>%Ln фото</numerusform>
            <numerusform>%Ln фото</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%Ln лицо</numerusform>
            <numerusform>%Ln лица</numerusform>
            <numerusform>%Ln лиц</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) without a face</source>
        <translation>
            <numerusform>%Ln фото без лица</numerusform>
            <numerusform>%Ln фото без лиц</numerusform>
            <numerusform>%Ln фото без лиц</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) could not be read</source>
        <translation>
            <numerusform>%Ln фото не прочитано</numerusform>
            <numerusform>%Ln фото не прочитаны</numerusform>
            <numerusform>%Ln фото не прочитано</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) without an answer of the second model</source>
        <translation>
            <numerusform>%Ln лицо без ответа второй модели</numerusform>
            <numerusform>%Ln лица без ответа второй модели</numerusform>
            <numerusform>%Ln лиц без ответа второй модели</numerusform>
        </translation>
    </message>
    <message>
        <source>The second model answers when the first has answered all photos. It cannot answer faces of photos in an object store, of photos that cannot be read, or of tables without key points.</source>
        <translation>Вторая модель отвечает, когда первая ответила для всех фотографий. Она не может ответить для лиц на фотографиях из объектного хранилища, на фотографиях, которые не читаются, и из таблиц без ключевых точек.</translation>
    </message>
    <message numerus="yes">
        <source>{attribute}: both models agree on {count} of %n face(s), {share}</source>
        <translation>
            <numerusform>{attribute}: обе модели согласны для {count} из %Ln лица, {share}</numerusform>
            <numerusform>{attribute}: обе модели согласны для {count} из %Ln лиц, {share}</numerusform>
            <numerusform>{attribute}: обе модели согласны для {count} из %Ln лиц, {share}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TermButton</name>
    <message>
        <source>What “{term}” means</source>
        <translation>Что значит «{term}»</translation>
    </message>
</context>
<context>
    <name>TermLine</name>
    <message>
        <source>What these words mean:</source>
        <translation>Что значат эти слова:</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Position in the video</source>
        <translation>Место в видео</translation>
    </message>
    <message>
        <source>Left and Right: a frame; PgUp and PgDown: 5 s</source>
        <translation>Влево и вправо: кадр; PgUp и PgDown: 5 с</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Пауза</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Играть</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>A training is under way</source>
        <translation>Идёт обучение</translation>
    </message>
    <message>
        <source>{name} is in epoch {epoch} of {epochs}.</source>
        <translation>{name}: эпоха {epoch} из {epochs}.</translation>
    </message>
    <message>
        <source>The epochs done are kept, and the run can go on from there another time.</source>
        <translation>Законченные эпохи сохранятся, и запуск можно будет продолжить в другой раз.</translation>
    </message>
    <message>
        <source>Stop and keep what is trained so far</source>
        <translation>Остановить и сохранить обученное</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Вернуться</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Показать</translation>
    </message>
    <message>
        <source>The training “{name}” stopped: {why}</source>
        <translation>Обучение «{name}» остановилось: {why}</translation>
    </message>
    <message>
        <source>The training “{name}” is done.</source>
        <translation>Обучение «{name}» завершено.</translation>
    </message>
</context>
<context>
    <name>TrainingChart</name>
    <message>
        <source>Loss</source>
        <translation>Потери</translation>
    </message>
    <message>
        <source>Perceived {attribute}, accuracy</source>
        <translation>Восприятие, {attribute}: точность</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Рецепт</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>Прежние запуски</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Next: the recipe</source>
        <translation>Дальше: рецепт</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>Начать обучение</translation>
    </message>
    <message>
        <source>A training is under way; one at a time.</source>
        <translation>Обучение уже идёт; только одно за раз.</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Скрыть</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Отбросить</translation>
    </message>
    <message>
        <source>Discard {name}?</source>
        <translation>Отбросить {name}?</translation>
    </message>
    <message>
        <source>Its model, chart and epochs are deleted. Models saved from it stay.</source>
        <translation>Модель, график и эпохи удаляются. Сохранённые из него модели останутся.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>{name} was deleted.</source>
        <translation>{name}: удалено.</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>Обучение модели</translation>
    </message>
</context>
<context>
    <name>TrainingStatus</name>
    <message>
        <source>Show the training</source>
        <translation>Показать обучение</translation>
    </message>
    <message>
        <source>training: cancelled</source>
        <translation>обучение: отменено</translation>
    </message>
    <message>
        <source>training: done</source>
        <translation>обучение: готово</translation>
    </message>
    <message>
        <source>training: failed</source>
        <translation>обучение: ошибка</translation>
    </message>
    <message>
        <source>training: cancelling…</source>
        <translation>обучение: отмена…</translation>
    </message>
    <message>
        <source>training: preparing</source>
        <translation>обучение: подготовка</translation>
    </message>
    <message>
        <source>training: epoch {epoch}/{epochs}</source>
        <translation>обучение: эпоха {epoch}/{epochs}</translation>
    </message>
    <message>
        <source>training: epoch {epoch}/{epochs}, paused</source>
        <translation>обучение: эпоха {epoch}/{epochs}, пауза</translation>
    </message>
    <message>
        <source>training: epoch {epoch}/{epochs} ~{time}</source>
        <translation>обучение: эпоха {epoch}/{epochs} ~{time}</translation>
    </message>
    <message>
        <source>training: preparing, {share}</source>
        <translation>обучение: подготовка, {share}</translation>
    </message>
</context>
<context>
    <name>VideoDialog</name>
    <message>
        <source>Video picture</source>
        <translation>Изображение видео</translation>
    </message>
    <message>
        <source>&amp;Capture this frame</source>
        <translation>&amp;Взять этот кадр</translation>
    </message>
    <message>
        <source>Enter: put it among your photos</source>
        <translation>Enter: добавить к вашим фото</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Повто&amp;рить</translation>
    </message>
    <message>
        <source>Opening the video…</source>
        <translation>Видео открывается…</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>&amp;Закрыть</translation>
    </message>
    <message>
        <source>The frame at {time} is among your photos.</source>
        <translation>Кадр на {time} теперь среди ваших фото.</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Drop a photo here, open one, or take a picture</source>
        <translation>Перетащите сюда фото, откройте его или сделайте снимок</translation>
    </message>
    <message>
        <source>Try the sample picture</source>
        <translation>Попробовать на образце</translation>
    </message>
    <message>
        <source>This photo cannot be shown</source>
        <translation>Это фото нельзя показать</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>{done} MB downloaded</source>
        <translation>Загружено {done} МБ</translation>
    </message>
    <message>
        <source>{done} of {total} MB downloaded</source>
        <translation>Загружено {done} из {total} МБ</translation>
    </message>
    <message>
        <source>{done} of {total} MB read</source>
        <translation>Прочитано {done} из {total} МБ</translation>
    </message>
    <message>
        <source>Pictures checked: {done} of {total}</source>
        <translation>Проверено снимков: {done} из {total}</translation>
    </message>
    <message>
        <source>Pictures searched for faces: {done} of {total}</source>
        <translation>Поиск лиц, снимков: {done} из {total}</translation>
    </message>
    <message>
        <source>Faces compared: {done} of {total}</source>
        <translation>Сравнено лиц: {done} из {total}</translation>
    </message>
    <message>
        <source>Parts of the labels checked: {done} of {total}</source>
        <translation>Проверено частей меток: {done} из {total}</translation>
    </message>
    <message>
        <source>Faces answered by {model}: {done} of {total}</source>
        <translation>{model}: ответов о лицах {done} из {total}</translation>
    </message>
    <message>
        <source>Pictures written: {done} of {total}</source>
        <translation>Записано снимков: {done} из {total}</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
</context>
<context>
    <name>WhatIfSliders</name>
    <message>
        <source>Reset (Delete)</source>
        <translation>Сбросить (Delete)</translation>
    </message>
    <message>
        <source>Reset {change}</source>
        <translation>Сбросить: {change}</translation>
    </message>
</context>
<context>
    <name>WhatIfWindow</name>
    <message>
        <source>What if</source>
        <translation>Что если</translation>
    </message>
    <message>
        <source>No face is chosen. Choose one in the photo.</source>
        <translation>Лицо не выбрано. Выберите его на фото.</translation>
    </message>
    <message>
        <source>Hold to see the &amp;original</source>
        <translation>Удерживайте: &amp;исходный снимок</translation>
    </message>
    <message>
        <source>&amp;Reset all</source>
        <translation>С&amp;бросить всё</translation>
    </message>
    <message>
        <source>&amp;Save picture…</source>
        <translation>&amp;Сохранить снимок…</translation>
    </message>
    <message>
        <source>Face {index} of {count}</source>
        <translation>Лицо {index} из {count}</translation>
    </message>
    <message>
        <source>This shows how this model&apos;s answer depends on the picture. The person is the same throughout.</source>
        <translation>Здесь видно, как ответ этой модели зависит от снимка. Человек всё время один и тот же.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Answers as “{change}” changes</source>
        <translation>Ответы при изменении «{change}»</translation>
    </message>
    <message>
        <source>Save the changed face</source>
        <translation>Сохранить изменённое лицо</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Рисунок (*.png)</translation>
    </message>
</context>
<context>
    <name>WorkPage</name>
    <message>
        <source>The end of {name} is missing, though the whole picture could be read.</source>
        <translation>В файле {name} не хватает конца, хотя весь снимок удалось прочитать.</translation>
    </message>
    <message>
        <source>close {name}</source>
        <translation>закрыть {name}</translation>
    </message>
    <message>
        <source>{name} was closed.</source>
        <translation>Закрыто: {name}.</translation>
    </message>
</context>
<context>
    <name>Workshop</name>
    <message>
        <source>The settings were damaged. What could be read of them holds; the file is now {path}.</source>
        <translation>Настройки были повреждены. Действует то, что удалось прочесть; файл теперь {path}.</translation>
    </message>
    <message>
        <source>The model that comes with Facet answers instead.</source>
        <translation>Вместо неё отвечает модель, поставляемая с Facet.</translation>
    </message>
    <message>
        <source>The correction is forgotten.</source>
        <translation>Поправка забыта.</translation>
    </message>
</context>
<context>
    <name>_FaceRow</name>
    <message>
        <source>A face as the network is shown it</source>
        <translation>Лицо, каким его видит сеть</translation>
    </message>
    <message>
        <source>labelled {label}</source>
        <translation>метка: {label}</translation>
    </message>
</context>
<context>
    <name>_Groups</name>
    <message>
        <source>Shares by group</source>
        <translation>Доли по группам</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>не уверена</translation>
    </message>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval}), few</source>
        <translation>
            <numerusform>{group}: %Ln лицо, {share} ({interval}), мало</numerusform>
            <numerusform>{group}: %Ln лица, {share} ({interval}), мало</numerusform>
            <numerusform>{group}: %Ln лиц, {share} ({interval}), мало</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{group}: %n face(s), {share} ({interval})</source>
        <translation>
            <numerusform>{group}: %Ln лицо, {share} ({interval})</numerusform>
            <numerusform>{group}: %Ln лица, {share} ({interval})</numerusform>
            <numerusform>{group}: %Ln лиц, {share} ({interval})</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>{path} cannot be decoded: {reason}. Open it in an image editor and save it as JPEG or PNG.</source>
        <translation>{path} не удалось декодировать: {reason}. Откройте его в графической программе и сохраните как JPEG или PNG.</translation>
    </message>
    <message>
        <source>{path} is {kind}, not a model folder; it does not say what its outputs mean. Choose the folder of a model trained in Facet, or import a zip file exported from Facet.</source>
        <translation>{path} — это {kind}, по которому не видно, какие ответы он даёт. Выберите папку модели, обученной в Facet, или импортируйте модель, которая была экспортирована из Facet как zip-файл.</translation>
    </message>
    <message>
        <source>There is no file {path}. Check the name, or choose another picture.</source>
        <translation>Файла {path} нет. Проверьте имя или выберите другой снимок.</translation>
    </message>
    <message>
        <source>{path} is a folder, not a picture. Choose a picture in it, or open the whole folder.</source>
        <translation>{path} — это папка. Выберите снимок в ней или откройте папку целиком.</translation>
    </message>
    <message>
        <source>You do not have permission to read {path}. Change its permissions, or copy it to a folder of your own.</source>
        <translation>У этого пользователя нет права читать {path}. Измените права доступа или скопируйте файл в свою папку.</translation>
    </message>
    <message>
        <source>{path} could not be read: {reason}. Check that the disk or network drive is still connected.</source>
        <translation>Не удалось прочитать {path}: {reason}. Проверьте, на месте ли диск или сетевой диск.</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes). It was probably not copied completely; copy it again.</source>
        <translation>{path} пуст (0 байт). Наверное, он скопирован не до конца; скопируйте его ещё раз.</translation>
    </message>
    <message>
        <source>{path} is not a picture that Facet can read. Choose a file in one of these formats: {formats}.</source>
        <translation>{path} — не тот снимок, какой Facet умеет читать. Он читает {formats}.</translation>
    </message>
    <message>
        <source>{path} is damaged or incomplete: {reason}. Copy or download it again.</source>
        <translation>{path} повреждён или обрезан: {reason}. Скопируйте или загрузите его ещё раз.</translation>
    </message>
    <message>
        <source>{path} has {width} x {height} pixels; Facet opens at most {limit} million in this format. Make it smaller in an image editor first.</source>
        <translation>{path} заявлен как {width} x {height} пикселей, это больше {limit} миллионов, которые открывает Facet. Сначала уменьшите его в графической программе.</translation>
    </message>
    <message>
        <source>{path} has {megabytes} MB; Facet opens at most {limit} MB. Make it smaller in an image editor first.</source>
        <translation>{path} занимает {megabytes} МБ, это больше {limit} МБ, которые открывает Facet. Сначала уменьшите его в графической программе.</translation>
    </message>
    <message>
        <source>You do not have permission to open the folder {path}. Change its permissions.</source>
        <translation>У этого пользователя нет прав на просмотр папки {path}. Измените права.</translation>
    </message>
    <message>
        <source>There are no pictures in {path}. Choose a folder with pictures in one of these formats: {formats}.</source>
        <translation>В {path} нет ни одного снимка. Facet читает {formats}.</translation>
    </message>
    <message>
        <source>The file {path} of the face detector could not be loaded: {reason}. Install Facet again.</source>
        <translation>Не удалось загрузить файл детектора лиц {path}: {reason}. Установите Facet заново.</translation>
    </message>
    <message>
        <source>There is no face detector named {name}. Choose one of: {there}.</source>
        <translation>Детектора лиц {name} нет. Есть: {there}.</translation>
    </message>
    <message>
        <source>The file {path} of the face detector is missing. Install Facet again.</source>
        <translation>Файл детектора лиц {path} не найден. Установите Facet заново.</translation>
    </message>
    <message>
        <source>There is no model named {name}. Choose one of: {available}.</source>
        <translation>Модели с именем {name} нет. Есть: {available}.</translation>
    </message>
    <message>
        <source>There are no models in {path}. Install Facet again, or choose a folder that contains a model.</source>
        <translation>В {path} нет модели. Установите Facet заново или укажите папку, в которой она есть.</translation>
    </message>
    <message>
        <source>{path} is not a model: it has no manifest.json. Choose the folder that contains one.</source>
        <translation>{path} — не модель: нет manifest.json. Выберите папку, в которой он есть.</translation>
    </message>
    <message>
        <source>The manifest of the model {path} is not valid: {reason}. Ask the author of the model for a new copy.</source>
        <translation>Манифест модели {path} неверен: {reason}. Попросите новую копию у того, кто сделал модель.</translation>
    </message>
    <message>
        <source>The model {path} has manifest version {version}; this Facet supports versions up to {known}. Update Facet to use it.</source>
        <translation>У модели {path} манифест версии {version}, а этот Facet знает версии до {known}. Чтобы её использовать, обновите Facet.</translation>
    </message>
    <message>
        <source>The file {file} of the model {path} is missing. Copy the whole folder again.</source>
        <translation>В модели {path} нет файла {file}. Скопируйте всю папку ещё раз.</translation>
    </message>
    <message>
        <source>The model {path} is damaged or was changed: {file} does not match its manifest (SHA-256 {actual}, expected {expected}). Copy the whole folder again.</source>
        <translation>Модель {path} повреждена или изменена: {file} не соответствует манифесту (SHA-256 {actual}, ожидалось {expected}). Скопируйте всю папку ещё раз.</translation>
    </message>
    <message>
        <source>The network of the model {path} does not match its manifest: {reason}. Ask the author of the model for a new copy.</source>
        <translation>Модель {path} не соответствует своему манифесту: {reason}. Попросите новую копию у того, кто сделал модель.</translation>
    </message>
    <message>
        <source>The model {path} cannot be used: {reason}. Ask the author of the model for a new copy.</source>
        <translation>Модель {path} нельзя использовать: {reason}. Попросите новую копию у того, кто сделал модель.</translation>
    </message>
    <message>
        <source>The model {path} could not be read: {reason}. Check that you may read it and that its disk is still connected.</source>
        <translation>Не удалось прочитать модель {path}: {reason}.</translation>
    </message>
    <message>
        <source>{path} is not a model that Facet can import: {reason}. Expected a zip file exported from Facet, with manifest.json, model.tflite, weights.npz and CARD.md.</source>
        <translation>{path} — не та модель, какую Facet может принять: {reason}. Ожидается экспортированная из Facet: zip-файл с manifest.json, model.tflite, weights.npz и CARD.md.</translation>
    </message>
    <message>
        <source>The model in {path} was already imported as {name}. Choose that one.</source>
        <translation>Модель из {path} здесь уже есть под именем {name}.</translation>
    </message>
    <message>
        <source>The model {name} comes with Facet and cannot be deleted. Only your own models can.</source>
        <translation>Модель {name} поставляется с Facet и остаётся. Удалить можно только собственные модели.</translation>
    </message>
    <message>
        <source>The model {path} could not be deleted: {reason}. Nothing was changed.</source>
        <translation>Не удалось удалить модель {path}: {reason}. Ничего не изменено.</translation>
    </message>
    <message>
        <source>{path} is a network made elsewhere, which does not say how it is fed and what its outputs mean. Say so with `facet-cli network {path}`, or in the audit window.</source>
        <translation>{path} — сеть, сделанная в другой программе: в ней не сказано, что ей подавать на вход и что означают её выходы. Укажите это командой `facet-cli network {path}` или в окне аудита.</translation>
    </message>
    <message>
        <source>{path} is {kind}, expected a folder with a model of Facet: only these answer photos. A network made elsewhere can be audited: say how it is fed with `facet-cli network {path}`, then `facet-cli evaluate {path} DATA`, or in the audit window.</source>
        <translation>{path} ({kind}) — не папка модели Facet, а на снимки отвечают только такие модели. Сеть, созданную не в Facet, можно проверить аудитом: опишите её вход командой `facet-cli network {path}`, затем `facet-cli evaluate {path} DATA`, или в окне аудита.</translation>
    </message>
    <message>
        <source>The network {path} could not be read: {reason}. Check that you may read it.</source>
        <translation>Не удалось прочитать сеть {path}: {reason}. Проверьте, есть ли у вас право на чтение.</translation>
    </message>
    <message>
        <source>The network {path} cannot be audited: {reason}. Change its form, or ask its author how it is fed and read.</source>
        <translation>Аудит сети {path} невозможен: {reason}. Измените её описание или спросите автора, что ей подавать на вход и как читать выходы.</translation>
    </message>
    <message>
        <source>{path} cannot be used as the form of a network: {reason}. Write one with `facet-cli network FILE --save FORM`.</source>
        <translation>{path} нельзя использовать как описание сети: {reason}. Запишите описание командой `facet-cli network FILE --save FORM`.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Choose another place; the file there was not changed.</source>
        <translation>Не удалось записать {path}: {reason}. Выберите другое место; там ничего не изменено.</translation>
    </message>
    <message>
        <source>{path} does not end in a picture format that Facet can write. Use one of {formats}.</source>
        <translation>{path} не оканчивается на вид снимка, который Facet умеет записывать. Возьмите один из: {formats}.</translation>
    </message>
    <message>
        <source>A model cannot be exported as {form}. Choose one of: {forms}.</source>
        <translation>Модель нельзя вывести как {form}. Выберите одно из: {forms}.</translation>
    </message>
    <message>
        <source>{path} is there already. Choose the name of a new folder, or an empty one.</source>
        <translation>{path} уже есть. Выберите имя новой папки или пустую папку.</translation>
    </message>
    <message>
        <source>{form} needs the package {package}, which is not installed. Install it with pip, or choose another form.</source>
        <translation>Для {form} нужен пакет {package}, он не установлен. Установите его через pip или выберите другой вид.</translation>
    </message>
    <message>
        <source>A cluster needs the package ray, which is not installed. Install &quot;facet[cluster]&quot; with pip.</source>
        <translation>Для кластера нужен пакет ray, он не установлен. Установите «facet[cluster]» через pip.</translation>
    </message>
    <message>
        <source>A machine of the cluster cannot answer photos: {reason}. Install the same version of Facet on all of them.</source>
        <translation>Одна из машин кластера не может отвечать на фотографии: {reason}. Установите на всех одну и ту же версию Facet.</translation>
    </message>
    <message>
        <source>No cluster answers at {address}: {reason}. Start one with `ray start --head`.</source>
        <translation>По адресу {address} кластер не отвечает: {reason}. Запустите его командой `ray start --head`.</translation>
    </message>
    <message>
        <source>There is no folder {path}. Check the name, and that its disk or network drive is still connected.</source>
        <translation>Папки {path} нет. Проверьте имя и то, на месте ли её диск или сетевой диск.</translation>
    </message>
    <message>
        <source>{path} could not be answered: {reason}. Open it alone to see whether it happens again.</source>
        <translation>По {path} не удалось дать ответ: {reason}. Спросите о нём отдельно, чтобы увидеть, повторится ли это.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some disk space, or choose another place. Earlier answers are kept; start again to continue.</source>
        <translation>Не удалось записать {path}: {reason}. Освободите место или выберите другое; сделанное сохранено, и новый запуск продолжит с этого места.</translation>
    </message>
    <message>
        <source>{path} cannot be written: there is no folder {folder}. Create it, or choose another place.</source>
        <translation>{path} нельзя записать: нет папки {folder}. Создайте её или выберите другое место.</translation>
    </message>
    <message>
        <source>{path} already exists and does not belong to a batch that can be continued. Choose another name, or delete it.</source>
        <translation>{path} уже есть, и это не от пакета, который можно продолжить. Выберите другое имя или удалите его.</translation>
    </message>
    <message>
        <source>{path} is being written by another program (process {pid}). Wait until it has finished.</source>
        <translation>{path} записывает другая программа (процесс {pid}). Подождите, пока она закончит.</translation>
    </message>
    <message>
        <source>The batch of {path} cannot be continued: its journal {journal} {reason}. Choose another name, or delete both.</source>
        <translation>Пакет {path} нельзя продолжить: его журнал {journal} {reason}. Выберите другое имя или удалите оба файла.</translation>
    </message>
    <message>
        <source>{path} was started with the model {there}, but now {asked} is selected. Select the first model again, or choose another name.</source>
        <translation>{path} начат с моделью {there}, а теперь выбрана {asked}. Возьмите прежнюю модель или выберите другое имя.</translation>
    </message>
    <message>
        <source>{path} was started with the thresholds {there}, but now they are {asked}. Set the first ones again, or choose another name.</source>
        <translation>{path} начат с порогами {there}, а теперь они {asked}. Верните прежние пороги или выберите другое имя.</translation>
    </message>
    <message>
        <source>The faces in {path} were found by {there}, but now {asked} is selected. Select the first detector again in the settings, or choose another name.</source>
        <translation>Лица в {path} нашёл {there}, а теперь {asked}. Выберите тот детектор снова в настройках или другое имя.</translation>
    </message>
    <message>
        <source>{path} cannot be opened as a result: {reason}. Choose a CSV, JSON Lines or Parquet file written by Facet.</source>
        <translation>{path} не открывается как результат: {reason}. Выберите файл CSV, JSON Lines или Parquet, записанный Facet.</translation>
    </message>
    <message>
        <source>Parquet needs the package pyarrow, which this program does not include. Choose CSV or JSON Lines.</source>
        <translation>Для Parquet нужен пакет pyarrow, а его в этой программе нет. Выберите CSV или JSON Lines.</translation>
    </message>
    <message>
        <source>There is no data set at {path}. Check the name.</source>
        <translation>В {path} данных нет. Проверьте имя.</translation>
    </message>
    <message>
        <source>{path} is not a data set that Facet can read: {reason}. Expected: {expected}.</source>
        <translation>{path} — не те данные, какие Facet умеет читать: {reason}. Ожидается: {expected}.</translation>
    </message>
    <message>
        <source>The box {box} is not in its picture of {width} x {height} pixels. Correct it, or remove the face.</source>
        <translation>Рамка {box} лежит вне своего снимка ({width} x {height} пикселей). Исправьте её или удалите лицо.</translation>
    </message>
    <message>
        <source>It is not plain what the columns of {path} mean: {reason}. Say it in the window (Train a model), or write it down: facet-cli dataset columns prints a first version and, with --use, remembers the corrected one.</source>
        <translation>Неясно, что означают столбцы {path}: {reason}. Укажите это в окне («Обучить модель») или запишите: facet-cli dataset columns выводит первый вариант, а с --use запоминает исправленный.</translation>
    </message>
    <message>
        <source>No column of {path} holds names or bytes of pictures. It has: {columns}. Add one, or state which it is with facet-cli dataset columns --use.</source>
        <translation>Ни в одном столбце {path} нет имён или содержимого снимков. В нём есть: {columns}. Добавьте такой столбец или укажите его: facet-cli dataset columns --use.</translation>
    </message>
    <message>
        <source>The labels of {path} are in the names of its files or folders, or its format says what they mean: there are no columns to state the meaning of.</source>
        <translation>Метки {path} стоят в именах файлов или папок, либо их смысл задан форматом: столбцов, смысл которых нужно указать, нет.</translation>
    </message>
    <message>
        <source>{source} does not say what columns mean: {reason}. Start from what facet-cli dataset columns prints.</source>
        <translation>{source} не говорит, что означают столбцы: {reason}. Начните с того, что выводит facet-cli dataset columns.</translation>
    </message>
    <message>
        <source>The data frame has the columns {columns}. Expected a column file with the paths of pictures, and columns of labels.</source>
        <translation>В таблице столбцы {columns}. Ожидались столбец file с путями к снимкам и столбцы меток.</translation>
    </message>
    <message>
        <source>{titles} cannot be combined for training: the pictures of {title} are small and grey, or it is listed twice. Choose data sets of whole pictures, each once.</source>
        <translation>На {titles} нельзя учиться вместе: снимки {title} мелкие и серые, или он назван дважды. Выберите наборы целых снимков, каждый по разу.</translation>
    </message>
    <message>
        <source>The decisions about labels in {path} cannot be read: {reason}. Put back a copy of that file, or move it away to use the data as labelled.</source>
        <translation>Решения о метках в {path} нельзя прочитать: {reason}. Верните копию этого файла или уберите его, чтобы использовать данные с их метками.</translation>
    </message>
    <message>
        <source>The labels in {path} cannot be read: {reason}. Put back a copy of that file, or move it away to begin anew.</source>
        <translation>Метки в {path} нельзя прочитать: {reason}. Верните копию этого файла или уберите его, чтобы начать заново.</translation>
    </message>
    <message>
        <source>The faces of {path} could not be compared: the process that does it ended unexpectedly (exit code {exit}). Try again; what is done is kept.</source>
        <translation>Лица в {path} не удалось сравнить: процесс неожиданно завершился (код {exit}). Попробуйте ещё раз; сделанное сохранено.</translation>
    </message>
    <message>
        <source>The labels of {name} in {title} cannot be checked: it has no two different ones. Choose among the columns with two labels or more: {available}.</source>
        <translation>Метки {name} в {title} нельзя проверить: там нет двух разных. Столбцы с двумя метками или больше: {available}. Выберите из них.</translation>
    </message>
    <message>
        <source>The split {path} cannot be used: {reason}. Create a new one.</source>
        <translation>Разбиение {path} использовать нельзя: {reason}. Сделайте новое.</translation>
    </message>
    <message>
        <source>The split {path} belongs to another data set ({split_data}, {split_rows} rows; this one has {rows}, or other labels). Open that data set, or create a new split.</source>
        <translation>Разбиение {path} относится к другим данным ({split_data}, строк: {split_rows}; здесь строк {rows} или другие метки). Откройте данные, для которых оно сделано, или сделайте новое.</translation>
    </message>
    <message>
        <source>{address} is not an address from which Facet can download data. Expected: {expected}.</source>
        <translation>{address} — не тот адрес, с которого Facet может взять данные. Ожидается: {expected}.</translation>
    </message>
    <message>
        <source>{address} returned status {status}: {reason}. Check the address, or download the file with a browser.</source>
        <translation>{address} ответил {status}: {reason}. Проверьте адрес или загрузите файл браузером.</translation>
    </message>
    <message>
        <source>{address} cannot be reached: {reason}. Check the connection; the part already downloaded is kept.</source>
        <translation>{address} недоступен: {reason}. Проверьте соединение; уже полученное сохранено.</translation>
    </message>
    <message>
        <source>The connection to {address} was lost after {received} of {total} bytes. Start again to continue the download.</source>
        <translation>Соединение с {address} потеряно после {received} из {total} байт. Начните снова; загрузка продолжится с этого места.</translation>
    </message>
    <message>
        <source>{address} returned {received} bytes instead of {expected}. The file may have changed; check its source.</source>
        <translation>{address} отдал {received} байт вместо {expected}. Возможно, файл изменился; проверьте, откуда он.</translation>
    </message>
    <message>
        <source>{address} is not the expected file: its SHA-256 is {actual}, not {expected}. It was deleted; check its source.</source>
        <translation>{address} — не тот файл, что ожидался: его SHA-256 {actual}, а не {expected}. Он не сохранён.</translation>
    </message>
    <message>
        <source>{path} needs {needed} MB, but only {free} MB of the disk are free. Free some space, or choose another place.</source>
        <translation>Для {path} нужно {needed} МБ, а на диске осталось {free} МБ. Освободите место или выберите другое.</translation>
    </message>
    <message>
        <source>Downloading from {source} needs the package {package}. Install it with `pip install {package}`, or download the data with a browser and open them.</source>
        <translation>Чтобы получить данные из {source}, нужен пакет {package}. Установите его командой `pip install {package}` или загрузите данные браузером и откройте их.</translation>
    </message>
    <message>
        <source>{what} could not be downloaded from {source}: {reason}. Download it with a browser instead, and open the file.</source>
        <translation>{source} не отдал {what}: {reason}. Загрузите браузером и откройте файл.</translation>
    </message>
    <message>
        <source>{path} contains a training with another recipe. Choose another folder, or delete that training.</source>
        <translation>В {path} лежит обучение с другим рецептом. Выберите другую папку или удалите то обучение.</translation>
    </message>
    <message>
        <source>There is no training in {path}. Choose a folder that contains a recipe.json.</source>
        <translation>В {path} нет обучения. Выберите папку, в которой есть recipe.json.</translation>
    </message>
    <message>
        <source>{path} already contains a training. Resume it, choose another folder, or delete it.</source>
        <translation>В {path} уже лежит обучение. Продолжите его, выберите другую папку или удалите то обучение.</translation>
    </message>
    <message>
        <source>The training in {path} is being written by another program (process {pid}). Wait until it has finished.</source>
        <translation>Обучение в {path} записывает другая программа (процесс {pid}). Подождите, пока она закончит.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some disk space or choose another folder; the last saved epoch is complete.</source>
        <translation>Не удалось записать {path}: {reason}. Освободите место или выберите другую папку; последняя сохранённая там эпоха цела.</translation>
    </message>
    <message>
        <source>The loss became infinite or NaN in epoch {epoch}, step {step}, at a learning rate of {rate}. Choose a smaller learning rate; earlier epochs are kept.</source>
        <translation>Потери стали бесконечными или не числом в эпохе {epoch}, на шаге {step}, при скорости обучения {rate}. Выберите меньшую скорость обучения; прежние эпохи сохранены.</translation>
    </message>
    <message>
        <source>There was not enough memory for a batch of {batch} pictures of {size} x {size}. Choose a smaller batch or input size; earlier epochs are kept.</source>
        <translation>Не хватило памяти на {batch} снимков {size} x {size} за раз. Выберите меньший пакет или вход; прежние эпохи сохранены.</translation>
    </message>
    <message>
        <source>The training in {path} ended unexpectedly (exit code {exit}): {end}. Resume it to continue from the last saved epoch.</source>
        <translation>Обучение в {path} неожиданно прервалось (код выхода {exit}): {end}. Продолжите его; оно пойдёт с последней сохранённой эпохи.</translation>
    </message>
    <message>
        <source>The model {model} cannot be the teacher: {reason}. Choose a model that answers the same with the same labels, or no teacher.</source>
        <translation>Модель {model} не может быть учителем: {reason}. Выберите модель с теми же ответами и метками или обучайте без учителя.</translation>
    </message>
    <message>
        <source>The test side that {title} declares has no label of {names}. Let the model answer other columns, or open only the files of the training side: then a test side is drawn from them.</source>
        <translation>В тестовой части, заявленной в {title}, нет меток: {names}. Пусть модель отвечает на другие столбцы, или откройте только файлы обучающей части: тогда тестовая часть будет взята из них.</translation>
    </message>
    <message>
        <source>{title} has no label of {name} for any picture. Choose among the columns with labels: {available}.</source>
        <translation>{title} не даёт ни одной метки {name}. Столбцы с метками: {available}. Выберите из них.</translation>
    </message>
    <message>
        <source>All pictures of {title} have the same label of {name}, so a model cannot learn it. Choose among the columns a model can answer: {available}.</source>
        <translation>{title} даёт только одну метку {name}, различать нечего. Столбцы, на которые модель может отвечать: {available}. Выберите из них.</translation>
    </message>
    <message>
        <source>{title} has no column that a model could learn to answer. Columns with labels: {available}. Expected at least one column with two or more labels; age is answered only if the recipe asks for it.</source>
        <translation>В {title} нет ничего, на что модель могла бы научиться отвечать. Столбцы с метками: {available}. Нужен хотя бы один столбец с двумя метками или больше; на возраст модель отвечает, только если об этом просит рецепт.</translation>
    </message>
    <message>
        <source>The errors of {name} cannot be equalized, because the model does not answer it. Choose one of its answers ({available}), or let it answer {name}.</source>
        <translation>Ошибки {name} нельзя выровнять: модель на это не отвечает. Она отвечает: {available}; выберите одно из них или добавьте {name} к ответам.</translation>
    </message>
    <message>
        <source>There are no groups between which the errors of {name} could be equalized. Choose among the other columns of {title}: {available}.</source>
        <translation>Нет групп, между которыми можно выровнять ошибки {name}. Выберите их среди других столбцов {title}: {available}.</translation>
    </message>
    <message>
        <source>The thresholds of {name} cannot depend on the group: that needs exactly one of the group columns ({groups}) among the answers ({answers}). Let the model answer one of them, or choose the same thresholds for all.</source>
        <translation>Пороги {name} не могут зависеть от группы: для этого среди ответов ({answers}) должен быть ровно один столбец групп ({groups}). Пусть модель отвечает на один из них, или выберите общие пороги.</translation>
    </message>
    <message>
        <source>There is no preset named {preset}. Choose one of: {presets}.</source>
        <translation>Заготовки {preset} нет. Выберите одну из: {presets}.</translation>
    </message>
    <message>
        <source>The storage {storage} belongs to a search with another recipe or preset. Start with the same options as there, or choose another storage.</source>
        <translation>Хранилище {storage} принадлежит поиску с другим рецептом. Начните с теми же параметрами или выберите другое хранилище.</translation>
    </message>
    <message>
        <source>{title} has no label of what the model answers ({answered}) for any of these faces, so nothing can be measured. Choose another data set, or another model.</source>
        <translation>{title} не даёт для этих лиц меток того, на что отвечает модель ({answered}), измерять нечего. Выберите другие данные или модель, которая отвечает на другое.</translation>
    </message>
    <message>
        <source>In {title} these faces have only one label of each attribute the model answers ({labels}), so nothing can be measured: a model that always gives that answer would be perfect. Choose data with two labels or more.</source>
        <translation>В данных «{title}» у этих лиц только по одной метке каждого признака, на который отвечает модель ({labels}), поэтому измерять нечего: модель, которая всегда даёт этот ответ, была бы безупречна. Выберите данные с двумя метками или более.</translation>
    </message>
    <message>
        <source>{title} has no column {name} to group faces by. Choose one of: {available}.</source>
        <translation>В {title} нет столбца {name} для группировки лиц. Выберите из: {available}.</translation>
    </message>
    <message>
        <source>Which labelled faces is {model} to be measured on? Give data, or the folder of a training.</source>
        <translation>На каких размеченных лицах измерить {model}? Укажите данные или папку обучения.</translation>
    </message>
    <message>
        <source>{first} and {second} have no answer in common that the data set has labels of, so they cannot be compared. Choose another model.</source>
        <translation>{first} и {second} не отвечают на одно и то же, для чего в данных есть метки, поэтому их нельзя сравнить. Выберите другую модель.</translation>
    </message>
    <message>
        <source>This is the Facet viewer. It answers for photos, but cannot train or audit models. Install the full Facet for that.</source>
        <translation>Это просмотрщик Facet: он отвечает по фото, но не умеет обучать модели и проводить аудит. Это умеет полный Facet; установите его.</translation>
    </message>
    <message>
        <source>The starting weights {path} are missing. Install Facet again, or start from random weights.</source>
        <translation>Начальные веса {path} не найдены. Переустановите Facet или начните со случайных весов.</translation>
    </message>
    <message>
        <source>The starting weights {path} could not be loaded: {reason}. Install Facet again, or start from random weights.</source>
        <translation>Не удалось загрузить начальные веса {path}: {reason}. Переустановите Facet или начните со случайных весов.</translation>
    </message>
    <message>
        <source>There is no recipe {path}. Check the name.</source>
        <translation>Рецепта {path} нет. Проверьте имя.</translation>
    </message>
    <message>
        <source>{source} could not be read: {reason}. Check that you have permission to read it.</source>
        <translation>Не удалось прочитать {source}: {reason}. Проверьте, что это файл и его можно читать.</translation>
    </message>
    <message>
        <source>{source} is not a recipe: it is not text. Choose a JSON file that was saved as a recipe.</source>
        <translation>В {source} нет рецепта: это не текст. Выберите файл JSON, сохранённый как рецепт.</translation>
    </message>
    <message>
        <source>{source} is not a recipe: line {line} is not valid JSON. Choose a JSON file that was saved as a recipe.</source>
        <translation>В {source} нет рецепта: строка {line} — не JSON. Выберите файл JSON, сохранённый как рецепт.</translation>
    </message>
    <message>
        <source>{source} is not a recipe: its JSON is not an object. Choose a JSON file that was saved as a recipe.</source>
        <translation>В {source} нет рецепта: этот JSON — не объект. Выберите файл JSON, сохранённый как рецепт.</translation>
    </message>
    <message>
        <source>{source} is not valid: there is no field {field}. Check its spelling, or remove it.</source>
        <translation>{source}: неверно, поля {field} нет. Проверьте написание или уберите его.</translation>
    </message>
    <message>
        <source>{source} is not valid: {reason}. Correct it, or choose another recipe.</source>
        <translation>{source}: неверно, {reason}.</translation>
    </message>
    <message>
        <source>The search in {path} cannot be continued: {reason}. Choose another folder, or delete it.</source>
        <translation>Поиск в {path} нельзя продолжить: {reason}. Выберите другую папку или удалите эту.</translation>
    </message>
    <message>
        <source>The pictures of {title} are not aligned, so --as-is cannot be used. Leave it out.</source>
        <translation>Снимки {title} не выровнены, поэтому взять их как есть нельзя. Уберите --as-is.</translation>
    </message>
    <message>
        <source>{title} has no picture that can be read and evaluated. Check that its files are there, or choose another data set.</source>
        <translation>В {title} нет ни одного снимка, который читается и о котором можно спросить.</translation>
    </message>
    <message>
        <source>{path} is not the folder of a training with a split, so it has no side {side}. Choose the folder of a training.</source>
        <translation>{path} — не папка обучения с разбиением, поэтому части {side} в ней нет. Выберите папку запуска.</translation>
    </message>
    <message>
        <source>The training in {path} cannot be resumed: {file} is damaged ({reason}). Nothing was changed. Put back a copy of that file, or start a new training.</source>
        <translation>Обучение в {path} нельзя продолжить: файл {file} повреждён ({reason}). Ничего не изменено. Верните копию этого файла или начните новое обучение.</translation>
    </message>
    <message>
        <source>The training cannot start from the model {model}: {reason}. Choose a model of the same kind, or other starting weights.</source>
        <translation>Обучение не может начаться с модели {model}: {reason}. Выберите модель того же вида или другие начальные веса.</translation>
    </message>
    <message>
        <source>{known} of the {count} pictures of {title} are among those that the model {model} was trained with, and the others are too few to measure on. Add other data, or start from other weights.</source>
        <translation>{known} из {count} снимков {title} — из тех, на которых обучена модель {model}, а остальных слишком мало для оценки. Добавьте другие данные или начните с других весов.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Choose a collection saved by Facet, or a table that Facet has written.</source>
        <translation>Не удаётся открыть {path}: {reason}. Выберите коллекцию, сохранённую Facet, или таблицу, записанную Facet.</translation>
    </message>
    <message>
        <source>There is no folder {path} with boxes drawn by hand. Check the name.</source>
        <translation>Нет папки {path} с рамками, нарисованными вручную. Проверьте имя.</translation>
    </message>
    <message>
        <source>The boxes drawn by hand for this picture cannot be read: {reason}. Delete {path} to have those that the detector finds.</source>
        <translation>Рамки, нарисованные вручную для этого снимка, не читаются: {reason}. Удалите {path}, чтобы остались те, что найдены программой.</translation>
    </message>
    <message>
        <source>A data set cannot be written as {form}. Choose one of: {forms}.</source>
        <translation>Данные нельзя записать как {form}. Выберите одно из: {forms}.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Expected an address such as s3://bucket/folder or gs://bucket/folder.</source>
        <translation>{path} не открывается: {reason}. Ожидается адрес вида s3://хранилище/папка или gs://хранилище/папка.</translation>
    </message>
    <message>
        <source>You may not read {path}: {reason}. Credentials are taken from where the store&apos;s own tools look for them, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or GOOGLE_APPLICATION_CREDENTIALS.</source>
        <translation>Вам нельзя читать {path}: {reason}. Ключи доступа берутся оттуда же, откуда их берут программы самого хранилища: например, из AWS_ACCESS_KEY_ID и AWS_SECRET_ACCESS_KEY или из GOOGLE_APPLICATION_CREDENTIALS.</translation>
    </message>
    <message>
        <source>There are no pictures at {path}. Check the names of the bucket and the folder.</source>
        <translation>По адресу {path} изображений нет. Проверьте имена хранилища и папки.</translation>
    </message>
    <message>
        <source>{label} is not a label of {attribute}. Its labels: {available}.</source>
        <translation>{label} не входит в метки признака {attribute}. Его метки: {available}.</translation>
    </message>
    <message>
        <source>The folder {path} no longer exists. The answers so far ({done}) are kept in {out}; restore the folder and start again to continue.</source>
        <translation>Папки {path} больше нет. Обработанные до этого фото ({done}) сохранены в {out}; верните папку и начните снова, и работа продолжится с этого места.</translation>
    </message>
    <message>
        <source>The labels of {title} cannot be checked: too few faces have a label that occurs at least five times ({count} at most). Expected at least {needed}.</source>
        <translation>Метки {title} нельзя проверить: слишком мало лиц с меткой, которая встречается хотя бы пять раз (не больше {count}). Нужно не меньше {needed}.</translation>
    </message>
    <message>
        <source>{title} has too few usable pictures for training and testing: {count}. Expected at least 50.</source>
        <translation>В {title} слишком мало годных снимков, чтобы учиться и проверять себя: {count}. Нужно не меньше 50.</translation>
    </message>
    <message>
        <source>{path} has pictures ({count}), but no labels: neither the names of its pictures nor those of its folders are labels{hint}. Label them in the window (Train a model), or choose other data. Expected: {expected}.</source>
        <translation>В {path} есть снимки ({count}), но меток нет: ни имена снимков, ни имена папок не являются метками{hint}. Разметьте их в окне «Обучить модель» или выберите другие данные. Ожидается: {expected}.</translation>
    </message>
</context>
<context>
    <name>evaluation</name>
    <message>
        <source>It does not know anyone&apos;s identity, gender, descent or origin. It is not meant for decisions about people, or for sorting or monitoring them. The law restricts categorising people by their faces: in the European Union the AI Act forbids inferring race and other protected traits of individual people from biometric data (Art. 5(1)(g)) and treats biometric categorisation by sensitive traits as high-risk (Annex III 1(b)); such data are a special category under GDPR Art. 9.</source>
        <translation>Она не знает, кто есть кто, и не знает ни пола человека, ни его происхождения. Она не предназначена для решений о людях, для их сортировки или слежки. Делить людей по тому, что будто бы говорят их лица, — как раз то, о чём заботится закон: в Европейском союзе Закон об ИИ запрещает выводить расу и другие охраняемые признаки отдельных людей из биометрических данных (ст. 5(1)(g)) и относит биометрическую категоризацию по чувствительным признакам к высокому риску (приложение III, 1(b)); такие данные особо защищены ст. 9 GDPR.</translation>
    </message>
    <message>
        <source>The model says what it perceives in a face, such as a gender or an ethnicity: how people who labelled similar pictures would probably have labelled this one. It is meant for teaching and for research on such models, their errors and their bias.</source>
        <translation>Она говорит, что воспринимает в лице, например пол или этничность: как люди, размечавшие такие изображения, вероятно, разметили бы это. Она предназначена для обучения и для исследования таких моделей, их ошибок и их предвзятости.</translation>
    </message>
    <message>
        <source>Labels, such as two genders and five ethnicities, are the data&apos;s categories, not the world&apos;s. &quot;Others&quot; among ethnicities holds Hispanic, Latino and Middle Eastern people together.</source>
        <translation>Метки, например два пола и пять этничностей, — это категории данных, а не мира. «Другие» среди этничностей объединяют испаноязычных, латиноамериканцев и жителей Ближнего Востока.</translation>
    </message>
    <message>
        <source>The labels were partly estimated by a program and checked by people; some are wrong.</source>
        <translation>Метки частью оценены программой и проверены людьми; некоторые неверны.</translation>
    </message>
    <message>
        <source>Groups differ in size and in accuracy, and ages are distributed unevenly. The figures of small groups are imprecise.</source>
        <translation>Группы неравны по размеру, и согласие в них разное; возраст тоже распределён неравномерно. Группа из немногих лиц может быть лучше или хуже своего показателя.</translation>
    </message>
    <message>
        <source>The model errs more often than these figures say in poor or harsh light, with blur, make-up, masks, sunglasses, turned heads and faces of few pixels. The pictures come from the web, mostly of public figures; on others it may do worse.</source>
        <translation>При плохом или резком свете, размытии, макияже, масках, тёмных очках, повёрнутых головах и лицах в несколько пикселей она ошибается чаще, чем говорят эти цифры. Снимки взяты из сети, в основном известных людей; на других она может работать хуже.</translation>
    </message>
    <message>
        <source>A calibrated probability holds for pictures like these on average, not for every group and every kind of picture.</source>
        <translation>Калиброванная вероятность верна для таких снимков в среднем, а не для каждой группы и каждого вида снимков.</translation>
    </message>
</context>
<context>
    <name>glossary</name>
    <message>
        <source>Answers</source>
        <translation>Ответы</translation>
    </message>
    <message>
        <source>Perceived</source>
        <translation>Воспринимаемое</translation>
    </message>
    <message>
        <source>What annotators saw in a picture, and what a model learned from them. Not what a person is.</source>
        <translation>То, что разметчики увидели на снимке и чему у них научилась модель. Не то, кем человек является.</translation>
    </message>
    <message>
        <source>Attribute</source>
        <translation>Признак</translation>
    </message>
    <message>
        <source>A question about a face with its possible labels, such as gender, ethnicity or glasses.</source>
        <translation>Вопрос о лице с возможными метками: например, пол, этничность или очки.</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Уверенность</translation>
    </message>
    <message>
        <source>The probability that the model gives to the label it finds likeliest.</source>
        <translation>Вероятность, которую модель даёт самой вероятной, по её мнению, метке.</translation>
    </message>
    <message>
        <source>Uncertain</source>
        <translation>Не уверена</translation>
    </message>
    <message>
        <source>An answer whose highest probability is below a threshold. It is a result, not an error: the model had better not answer.</source>
        <translation>Ответ, наибольшая вероятность которого ниже порога. Это результат, а не ошибка: модели лучше не отвечать.</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Порог</translation>
    </message>
    <message>
        <source>The lowest probability at which a label is given as the answer. A model&apos;s own is chosen on the calibration side of its data; the settings can set another.</source>
        <translation>Наименьшая вероятность, при которой метка даётся как ответ. Собственный порог модели выбран на калибровочной части её данных; в настройках можно задать другой.</translation>
    </message>
    <message>
        <source>Reason for doubt</source>
        <translation>Причина сомнения</translation>
    </message>
    <message>
        <source>A measured property of a face&apos;s picture that makes an answer less sure: too dark, too small, turned away.</source>
        <translation>Измеренное свойство снимка лица, из-за которого ответ менее надёжен: слишком темно, слишком мелко, лицо отвёрнуто.</translation>
    </message>
    <message>
        <source>Second look</source>
        <translation>Второй взгляд</translation>
    </message>
    <message>
        <source>A face with a low probability is evaluated a second time, mirrored. The answer is the mean of both.</source>
        <translation>Лицо с низкой вероятностью рассматривается ещё раз, в зеркальном виде. Ответ — среднее обоих.</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Данные</translation>
    </message>
    <message>
        <source>Exact copy</source>
        <translation>Точная копия</translation>
    </message>
    <message>
        <source>A picture with the same pixels as another one of the data.</source>
        <translation>Снимок с теми же пикселями, что и другой снимок данных.</translation>
    </message>
    <message>
        <source>Near copy</source>
        <translation>Почти точная копия</translation>
    </message>
    <message>
        <source>A picture that differs from another one by a crop, a scale or a tint.</source>
        <translation>Снимок, который отличается от другого обрезкой, масштабом или оттенком.</translation>
    </message>
    <message>
        <source>Contradiction</source>
        <translation>Противоречие</translation>
    </message>
    <message>
        <source>Copies of one picture with different labels. At least one of the labels is wrong.</source>
        <translation>Копии одного снимка с разными метками. Хотя бы одна из меток неверна.</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Часть разбиения</translation>
    </message>
    <message>
        <source>A part of the data after the split: training, validation, calibration or test. Copies of a picture never lie on two sides.</source>
        <translation>Часть данных после разбиения: обучающая, проверочная, калибровочная или тестовая. Копии одного снимка никогда не попадают в разные части.</translation>
    </message>
    <message>
        <source>Validation side</source>
        <translation>Проверочная часть</translation>
    </message>
    <message>
        <source>Pictures that the model does not learn from, by which the best epoch of a training is chosen.</source>
        <translation>Снимки, на которых модель не учится; по ним выбирается лучшая эпоха обучения.</translation>
    </message>
    <message>
        <source>Calibration side</source>
        <translation>Калибровочная часть</translation>
    </message>
    <message>
        <source>Pictures kept back to calibrate the probabilities and to choose the thresholds of “uncertain”.</source>
        <translation>Снимки, отложенные для калибровки вероятностей и выбора порогов ответа «не уверена».</translation>
    </message>
    <message>
        <source>Test side</source>
        <translation>Тестовая часть</translation>
    </message>
    <message>
        <source>Pictures kept back until the end. Nothing is learned from them or chosen by them, so that figures measured on them are not too good.</source>
        <translation>Снимки, отложенные до конца. По ним ничего не учат и не выбирают, поэтому показатели на них не завышены.</translation>
    </message>
    <message>
        <source>Learned from</source>
        <translation>Учебные данные модели</translation>
    </message>
    <message>
        <source>The data whose pictures a model was trained on. Figures measured on pictures it has learned from are too good.</source>
        <translation>Данные, на снимках которых модель обучена. Показатели на снимках, по которым она училась, завышены.</translation>
    </message>
    <message>
        <source>Confident learning</source>
        <translation>Confident learning</translation>
    </message>
    <message>
        <source>A method that finds labels that are probably wrong: a confident answer that contradicts the label counts more than an unsure one (Northcutt et al. 2021).</source>
        <translation>Метод, который находит вероятно неверные метки: уверенный ответ, противоречащий метке, весит больше неуверенного (Northcutt и др. 2021).</translation>
    </message>
    <message>
        <source>Out-of-fold answer</source>
        <translation>Ответ вне обучения</translation>
    </message>
    <message>
        <source>An answer of a model that has not learned from this picture: the data is divided into parts, and each part is answered by a model trained on the others.</source>
        <translation>Ответ модели, которая не училась на этом снимке: данные делятся на части, и на каждую отвечает модель, обученная на остальных.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Рецепт</translation>
    </message>
    <message>
        <source>All choices of a training: network, learning, augmentation, mitigation, seeds.</source>
        <translation>Всё, что выбрано для обучения: сеть, настройки обучения, аугментация, смягчение, начальные числа генератора.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>One training with its recipe, its epochs and its model, in a folder of its own.</source>
        <translation>Одно обучение с его рецептом, эпохами и моделью, в собственной папке.</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Эпоха</translation>
    </message>
    <message>
        <source>One pass over all training pictures.</source>
        <translation>Один проход по всем обучающим снимкам.</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Пакет</translation>
    </message>
    <message>
        <source>The pictures that one training step learns from together.</source>
        <translation>Снимки, на которых вместе учится один шаг обучения.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Скорость обучения</translation>
    </message>
    <message>
        <source>The step size of the optimizer: too small is slow, too large does not converge.</source>
        <translation>Величина шага оптимизатора: слишком малая — медленно, слишком большая — обучение не сходится.</translation>
    </message>
    <message>
        <source>Early stopping</source>
        <translation>Ранняя остановка</translation>
    </message>
    <message>
        <source>The training ends when the validation side has shown no improvement for some epochs.</source>
        <translation>Обучение завершается, когда на проверочной части несколько эпох подряд нет улучшения.</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Аугментация</translation>
    </message>
    <message>
        <source>Random changes of the training pictures, such as rotation, light and blur, so that the model learns to ignore them.</source>
        <translation>Случайные изменения обучающих снимков — поворот, свет, размытие, — чтобы модель научилась не обращать на них внимания.</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Сглаживание меток</translation>
    </message>
    <message>
        <source>A small share of each label is spread over all labels, so that the model does not become too sure.</source>
        <translation>Малая доля каждой метки распределяется по всем меткам, чтобы модель не становилась слишком уверенной.</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Модель-учитель</translation>
    </message>
    <message>
        <source>A model whose answers to the training pictures another model learns beside the labels (knowledge distillation). Its doubts are learned too.</source>
        <translation>Модель, ответы которой на обучающие снимки другая модель усваивает наряду с метками (дистилляция знаний). Усваиваются и её сомнения.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Затухание весов</translation>
    </message>
    <message>
        <source>Keeps the weights small, so that the model overfits less.</source>
        <translation>Удерживает веса малыми, чтобы модель меньше переобучалась.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Дропаут</translation>
    </message>
    <message>
        <source>A random part of the network is switched off in each training step, so that it overfits less.</source>
        <translation>На каждом шаге обучения отключается случайная часть сети, чтобы она меньше переобучалась.</translation>
    </message>
    <message>
        <source>Mitigation</source>
        <translation>Смягчение неравенства</translation>
    </message>
    <message>
        <source>A change to a training that is to make errors less unequal between groups, such as balanced sampling or group DRO.</source>
        <translation>Изменение обучения, чтобы ошибки распределялись между группами ровнее: например, сбалансированная выборка или group DRO.</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Показатели</translation>
    </message>
    <message>
        <source>Agreement with the labels</source>
        <translation>Согласие с метками</translation>
    </message>
    <message>
        <source>The share of faces whose likeliest label is the label of the data: the accuracy, measured against what annotators perceived.</source>
        <translation>Доля лиц, у которых самая вероятная метка совпадает с меткой данных: точность относительно того, что восприняли разметчики.</translation>
    </message>
    <message>
        <source>Balanced accuracy</source>
        <translation>Сбалансированная точность</translation>
    </message>
    <message>
        <source>The mean of the accuracies of the labels. Rare labels count as much as frequent ones.</source>
        <translation>Среднее точностей по меткам. Редкие метки весят столько же, сколько частые.</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>Охват</translation>
    </message>
    <message>
        <source>The share of faces that get an answer; the others are uncertain.</source>
        <translation>Доля лиц, для которых дан ответ; об остальных модель не уверена.</translation>
    </message>
    <message>
        <source>Wrong among the answers given</source>
        <translation>Неверные среди данных ответов</translation>
    </message>
    <message>
        <source>The share of answers that differ from the label, uncertain ones left out.</source>
        <translation>Доля ответов, которые расходятся с меткой, без неуверенных.</translation>
    </message>
    <message>
        <source>True positive rate</source>
        <translation>Доля верных срабатываний</translation>
    </message>
    <message>
        <source>Of the faces with this label, the share that is answered with it (recall).</source>
        <translation>Из лиц с этой меткой — доля тех, на которые так и отвечено (полнота).</translation>
    </message>
    <message>
        <source>False positive rate</source>
        <translation>Доля ложных срабатываний</translation>
    </message>
    <message>
        <source>Of the faces with another label, the share that is answered with this one.</source>
        <translation>Из лиц с другой меткой — доля тех, на которые отвечено этой.</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>Матрица ошибок</translation>
    </message>
    <message>
        <source>How many faces of each label (rows) got which prediction (columns).</source>
        <translation>Сколько лиц каждой метки (строки) получили какой ответ (столбцы).</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Интервал 95 %</translation>
    </message>
    <message>
        <source>How far a figure may lie from its true value because few faces were measured: in 95 of 100 such measurements the interval holds the true value.</source>
        <translation>Насколько показатель может отличаться от истинного значения из-за малого числа лиц: в 95 из 100 таких измерений интервал содержит истинное значение.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Калибровка</translation>
    </message>
    <message>
        <source>Probabilities that mean what they say: of the answers given with 80 %, 80 % agree with the labels.</source>
        <translation>Вероятности значат то, что говорят: из ответов, данных с 80 %, с метками совпадают 80 %.</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Ошибка калибровки</translation>
    </message>
    <message>
        <source>The mean distance between confidence and accuracy. At 0, the probabilities can be taken at their word.</source>
        <translation>Среднее расстояние между уверенностью и точностью. При 0 вероятностям можно верить буквально.</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Группа</translation>
    </message>
    <message>
        <source>Faces that share a label of a column or of several, such as an age band of one ethnicity.</source>
        <translation>Лица с общей меткой одного или нескольких столбцов, например возрастная группа одной этничности.</translation>
    </message>
    <message>
        <source>Worst group</source>
        <translation>Худшая группа</translation>
    </message>
    <message>
        <source>The group with the lowest accuracy. Groups of few faces are left out.</source>
        <translation>Группа с наименьшей точностью. Группы из немногих лиц не учитываются.</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>Разрыв</translation>
    </message>
    <message>
        <source>The distance between the groups with the highest and the lowest value of a figure.</source>
        <translation>Расстояние между группами с наибольшим и наименьшим значением показателя.</translation>
    </message>
    <message>
        <source>Beyond chance</source>
        <translation>Больше случайности</translation>
    </message>
    <message>
        <source>A gap so large that labels shuffled at random among the groups rarely give one like it. Many gaps are judged together, so that none stands out by luck.</source>
        <translation>Разрыв настолько большой, что при случайном перемешивании меток между группами такой бывает редко. Много разрывов оцениваются вместе, чтобы ни один не выделился по везению.</translation>
    </message>
    <message>
        <source>Counterfactual</source>
        <translation>Изменённый снимок</translation>
    </message>
    <message>
        <source>The same face with only its picture changed: light, colour or blur. Its answer should stay the same.</source>
        <translation>То же лицо, у которого изменён только снимок: свет, цвет или резкость. Ответ должен остаться прежним.</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Male</source>
        <translation>Мужской</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Женский</translation>
    </message>
    <message>
        <source>White</source>
        <translation>Белая</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Чёрная</translation>
    </message>
    <message>
        <source>Asian</source>
        <translation>Азиатская</translation>
    </message>
    <message>
        <source>Indian</source>
        <translation>Индийская</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Другая</translation>
    </message>
</context>
<context>
    <name>network</name>
    <message>
        <source>Input size</source>
        <translation>Размер входа</translation>
    </message>
    <message>
        <source>Side of the input, in pixels.</source>
        <translation>Сторона входа в пикселях.</translation>
    </message>
    <message>
        <source>Order of the axes</source>
        <translation>Порядок осей</translation>
    </message>
    <message>
        <source>Keras and LiteRT have colours last, PyTorch has them first.</source>
        <translation>В Keras и LiteRT цвета идут последними, в PyTorch — первыми.</translation>
    </message>
    <message>
        <source>colours last (NHWC)</source>
        <translation>цвета последние (NHWC)</translation>
    </message>
    <message>
        <source>colours first (NCHW)</source>
        <translation>цвета первые (NCHW)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Цвета</translation>
    </message>
    <message>
        <source>Networks fed by OpenCV often expect blue first.</source>
        <translation>Сети, с которыми работают через OpenCV, часто ожидают синий первым.</translation>
    </message>
    <message>
        <source>red, green, blue</source>
        <translation>красный, зелёный, синий</translation>
    </message>
    <message>
        <source>blue, green, red (OpenCV)</source>
        <translation>синий, зелёный, красный (OpenCV)</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>серый</translation>
    </message>
    <message>
        <source>Range of values</source>
        <translation>Диапазон значений</translation>
    </message>
    <message>
        <source>What the values of a picture, 0 to 255, are scaled to. A wrong range costs accuracy.</source>
        <translation>К чему приводятся значения снимка от 0 до 255. Неверный диапазон снижает точность.</translation>
    </message>
    <message>
        <source>0 to 255, as they are</source>
        <translation>от 0 до 255, как есть</translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation>от 0 до 1</translation>
    </message>
    <message>
        <source>-1 to 1</source>
        <translation>от -1 до 1</translation>
    </message>
    <message>
        <source>mean and deviation of ImageNet</source>
        <translation>среднее и отклонение ImageNet</translation>
    </message>
    <message>
        <source>another mean and deviation</source>
        <translation>другие среднее и отклонение</translation>
    </message>
    <message>
        <source>What it is shown</source>
        <translation>Что ей показывают</translation>
    </message>
    <message>
        <source>The face, found and turned upright, or the picture as it is.</source>
        <translation>Найденное и выровненное лицо или снимок как есть.</translation>
    </message>
    <message>
        <source>the face, aligned</source>
        <translation>выровненное лицо</translation>
    </message>
    <message>
        <source>the whole picture</source>
        <translation>весь снимок</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Поля</translation>
    </message>
    <message>
        <source>Added on each side of an aligned face, as a share of its width; below 0 the crop is tighter.</source>
        <translation>Добавляются с каждой стороны выровненного лица, доля его ширины; ниже 0 обрезка теснее.</translation>
    </message>
</context>
<context>
    <name>purpose</name>
    <message>
        <source>Before you start</source>
        <translation>Прежде чем начать</translation>
    </message>
    <message>
        <source>Facet is for studying models that look at faces: to learn how they are made, to compare them, and to see where they go wrong and for whom.</source>
        <translation>Facet нужен, чтобы изучать модели, которые смотрят на лица: узнавать, как их делают, сравнивать их и видеть, где и на ком они ошибаются.</translation>
    </message>
    <message>
        <source>Its answers are what a model perceives, learned from labels that annotators gave by looking at pictures. Nobody&apos;s gender or ethnicity can be read from a photograph. Answers are wrong more often for some groups of people than for others; each comes with how sure the model is, and says so where it had better not answer.</source>
        <translation>Его ответы — это то, что воспринимает модель, выученная по меткам, которые разметчики ставили, глядя на снимки. Ничей пол и ничью этничность нельзя прочесть по фотографии. Для одних групп людей ответы ошибочны чаще, чем для других; при каждом сказано, насколько модель уверена, и она прямо говорит, где ей лучше не отвечать.</translation>
    </message>
    <message>
        <source>Do not use it to decide anything about a person. Sorting people by such traits from their pictures can be against the law: the EU&apos;s AI Act forbids biometric categorisation that deduces race (Art. 5(1)(g)) and counts other categorisation by sensitive traits as high-risk (Annex III 1(b)); data about ethnic origin are specially protected by the GDPR (Art. 9).</source>
        <translation>Не решайте с его помощью ничего о человеке. Сортировать людей по таким признакам по их снимкам может быть незаконно: Закон ЕС об ИИ запрещает биометрическую категоризацию, выводящую расу (ст. 5(1)(g)), и относит иную категоризацию по чувствительным признакам к высокому риску (приложение III, 1(b)); данные об этническом происхождении особо защищены GDPR (ст. 9).</translation>
    </message>
    <message>
        <source>Everything happens on this computer. No picture and no answer leaves it, and nothing is kept unless you save it. Facet knows no identities and matches no faces.</source>
        <translation>Всё происходит на этом компьютере. Ни один снимок и ни один ответ его не покидает, и ничего не хранится, пока вы сами не сохраните. Facet не знает, кто на снимке, и не сличает лица.</translation>
    </message>
    <message>
        <source>I understand that these are a model&apos;s perceptions, and will not use them to decide about people.</source>
        <translation>Я понимаю, что это восприятие модели, и не буду по нему решать о людях.</translation>
    </message>
</context>
<context>
    <name>quality</name>
    <message>
        <source>too dark to be sure</source>
        <translation>слишком темно для уверенности</translation>
    </message>
    <message>
        <source>too bright to be sure</source>
        <translation>слишком светло для уверенности</translation>
    </message>
    <message>
        <source>too little contrast to be sure</source>
        <translation>слишком мало контраста для уверенности</translation>
    </message>
    <message>
        <source>too blurred to be sure</source>
        <translation>слишком размыто для уверенности</translation>
    </message>
    <message>
        <source>too small to be sure</source>
        <translation>слишком мелко для уверенности</translation>
    </message>
    <message>
        <source>turned away from the camera</source>
        <translation>отвёрнуто от камеры</translation>
    </message>
    <message>
        <source>partly outside the picture</source>
        <translation>частью за краем снимка</translation>
    </message>
    <message>
        <source>on its side or on its head in the photo</source>
        <translation>на фото лежит на боку или вверх ногами</translation>
    </message>
    <message>
        <source>dark picture</source>
        <translation>тёмный снимок</translation>
    </message>
    <message>
        <source>bright picture</source>
        <translation>слишком светлый снимок</translation>
    </message>
    <message>
        <source>little contrast</source>
        <translation>мало контраста</translation>
    </message>
    <message>
        <source>blurred picture</source>
        <translation>размытый снимок</translation>
    </message>
    <message>
        <source>small face</source>
        <translation>мелкое лицо</translation>
    </message>
    <message>
        <source>framed by hand, eyes and mouth not found</source>
        <translation>обведено вручную, глаза и рот не найдены</translation>
    </message>
</context>
<context>
    <name>reasons</name>
    <message>
        <source>No space left on device</source>
        <translation>на диске нет места</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>нет прав доступа</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>операция не разрешена</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>файловая система только для чтения</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>имя файла слишком длинное</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>ошибка ввода-вывода</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>нет такого файла или папки</translation>
    </message>
    <message>
        <source>it was deleted</source>
        <translation>он удалён</translation>
    </message>
    <message>
        <source>no batch has written it</source>
        <translation>его записал не пакет</translation>
    </message>
    <message>
        <source>one of its columns is missing</source>
        <translation>в нём не хватает столбца</translation>
    </message>
    <message>
        <source>it does not say which attributes were answered</source>
        <translation>в нём не сказано, на какие признаки были даны ответы</translation>
    </message>
    <message>
        <source>it is not a zip file</source>
        <translation>это не zip-файл</translation>
    </message>
    <message>
        <source>it is damaged or was not copied to its end</source>
        <translation>он повреждён или скопирован не до конца</translation>
    </message>
    <message>
        <source>it is locked with a password</source>
        <translation>он закрыт паролем</translation>
    </message>
    <message>
        <source>it names a file outside of itself</source>
        <translation>в нём назван файл вне его самого</translation>
    </message>
    <message>
        <source>it holds other files than a model&apos;s four</source>
        <translation>в нём не те четыре файла, из которых состоит модель</translation>
    </message>
    <message>
        <source>a file in it is larger than any model of Facet&apos;s</source>
        <translation>файл в нём больше, чем у любой модели Facet</translation>
    </message>
    <message>
        <source>another program has written it</source>
        <translation>его записала другая программа</translation>
    </message>
</context>
<context>
    <name>recipe</name>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>The architecture of the network.</source>
        <translation>Вид сети.</translation>
    </message>
    <message>
        <source>The report&apos;s network</source>
        <translation>Сеть из отчёта</translation>
    </message>
    <message>
        <source>Deeper, with shortcuts</source>
        <translation>Глубже, с остаточными связями</translation>
    </message>
    <message>
        <source>With attention</source>
        <translation>С вниманием</translation>
    </message>
    <message>
        <source>dlib&apos;s face network</source>
        <translation>Сеть лиц dlib</translation>
    </message>
    <message>
        <source>Input size</source>
        <translation>Размер входа</translation>
    </message>
    <message>
        <source>Side of the picture the network is shown, in pixels.</source>
        <translation>Сторона снимка, который показывают сети, в пикселях.</translation>
    </message>
    <message>
        <source>Input colour</source>
        <translation>Цвет входа</translation>
    </message>
    <message>
        <source>Whether it is shown colours.</source>
        <translation>Показывают ли ей цвета.</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>серый</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>цветной</translation>
    </message>
    <message>
        <source>Starting weights</source>
        <translation>Начальные веса</translation>
    </message>
    <message>
        <source>Initial weights: random, or those of dlib&apos;s face recognition network, which fit the network of that name in colour only.</source>
        <translation>Начальные веса: случайные или взятые у сети распознавания лиц dlib; последние подходят только одноимённой сети с цветным входом.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>случайные</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Модель-учитель</translation>
    </message>
    <message>
        <source>A Facet model, by name or folder, whose answers are learned beside the labels: knowledge distillation (Hinton et al. 2015); empty: none.</source>
        <translation>Модель Facet (имя или папка), ответы которой усваиваются наряду с метками: дистилляция знаний (Hinton et al. 2015); пусто — без неё.</translation>
    </message>
    <message>
        <source>Weight of the teacher</source>
        <translation>Вес учителя</translation>
    </message>
    <message>
        <source>Weight of the teacher&apos;s answers; the labels have the rest.</source>
        <translation>Вес ответов учителя; остальное — метки.</translation>
    </message>
    <message>
        <source>Trained layers</source>
        <translation>Обучаемые слои</translation>
    </message>
    <message>
        <source>All layers, or only the output layers. Then the rest of the network is run only once per picture, so the training takes seconds.</source>
        <translation>Все слои или только последние, дающие ответы. Во втором случае остальная сеть вычисляется лишь один раз для каждого снимка, и обучение занимает секунды.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>все</translation>
    </message>
    <message>
        <source>the last only</source>
        <translation>только последние</translation>
    </message>
    <message>
        <source>Last layers first, epochs</source>
        <translation>Сначала последние слои, эпохи</translation>
    </message>
    <message>
        <source>Epochs in which only the last layers are trained, before all layers are (Kumar et al. 2022, Fine-Tuning can Distort Pretrained Features). The others then start from answers that suit them.</source>
        <translation>Эпохи, в которые обучаются только последние слои, прежде чем обучаются все (Kumar et al. 2022, Fine-Tuning can Distort Pretrained Features). Остальные тогда начинают с подходящих им ответов.</translation>
    </message>
    <message>
        <source>Framing</source>
        <translation>Кадрирование</translation>
    </message>
    <message>
        <source>Data that come aligned are used both as they are and aligned anew as in a photo, or only aligned anew.</source>
        <translation>Уже выровненные данные показывают и как есть, и выровненными заново, как на фото, или только как есть.</translation>
    </message>
    <message>
        <source>as they are and found again</source>
        <translation>как есть и заново</translation>
    </message>
    <message>
        <source>as they are</source>
        <translation>как есть</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Эпохи</translation>
    </message>
    <message>
        <source>Number of passes over the training pictures.</source>
        <translation>Сколько раз она видит каждый снимок.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Размер пакета</translation>
    </message>
    <message>
        <source>Pictures per training step.</source>
        <translation>По скольким снимкам она учится за раз.</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Оптимизатор</translation>
    </message>
    <message>
        <source>Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) or SGD with Nesterov momentum 0.9.</source>
        <translation>Adam (Kingma и Ba 2015), AdamW (Loshchilov и Hutter 2019) или SGD с импульсом Нестерова 0,9.</translation>
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
        <translation>Скорость обучения</translation>
    </message>
    <message>
        <source>Step size of the optimizer; too large a value makes the training diverge.</source>
        <translation>Как далеко идёт каждый шаг; слишком далеко — выйдет бессмыслица.</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Расписание</translation>
    </message>
    <message>
        <source>The learning rate stays, falls along a cosine to 0, or falls to a tenth twice.</source>
        <translation>Скорость обучения постоянна, падает по косинусу до 0 или дважды падает в десять раз.</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>постоянно</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>по косинусу</translation>
    </message>
    <message>
        <source>step</source>
        <translation>ступенями</translation>
    </message>
    <message>
        <source>Warm-up, epochs</source>
        <translation>Разогрев, эпох</translation>
    </message>
    <message>
        <source>Epochs over which the learning rate rises from 0.</source>
        <translation>За сколько эпох скорость обучения растёт от 0.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Затухание весов</translation>
    </message>
    <message>
        <source>Strength of weight decay.</source>
        <translation>Как сильно веса тянет к 0.</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>Сглаживание меток</translation>
    </message>
    <message>
        <source>Share of each label that is spread over all classes.</source>
        <translation>Какая доля каждой метки распределяется по всем классам.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Дропаут</translation>
    </message>
    <message>
        <source>Dropout rate before the outputs; empty: the default of the network.</source>
        <translation>Доля значений, выбрасываемых перед ответами; пусто — как принято в сети.</translation>
    </message>
    <message>
        <source>Rotation, degrees</source>
        <translation>Поворот, градусы</translation>
    </message>
    <message>
        <source>Rotated by up to this many degrees in either direction.</source>
        <translation>Поворот до стольких градусов в обе стороны.</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>Отражение</translation>
    </message>
    <message>
        <source>Half of the pictures are mirrored.</source>
        <translation>Половина снимков отражается зеркально.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Масштаб</translation>
    </message>
    <message>
        <source>Scaled up or down by up to this share.</source>
        <translation>Увеличение или уменьшение до этой доли.</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Сдвиг</translation>
    </message>
    <message>
        <source>Moved by up to this share of the picture, across and down.</source>
        <translation>Сдвиг до этой доли снимка, вбок и вниз.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Свет</translation>
    </message>
    <message>
        <source>Made lighter or darker by up to this share.</source>
        <translation>Светлее или темнее до этой доли.</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Контраст</translation>
    </message>
    <message>
        <source>Made more or less contrasty by up to this share.</source>
        <translation>Контрастнее или бледнее до этой доли.</translation>
    </message>
    <message>
        <source>Blur, pixels</source>
        <translation>Размытие, пиксели</translation>
    </message>
    <message>
        <source>Half of the pictures are blurred by up to this many pixels.</source>
        <translation>Половина снимков размывается до стольких пикселей.</translation>
    </message>
    <message>
        <source>Erasing</source>
        <translation>Стирание</translation>
    </message>
    <message>
        <source>Share of the pictures in which a rectangle is covered (Zhong et al. 2020, Random Erasing).</source>
        <translation>Доля снимков, где закрывается прямоугольник (Zhong и др. 2020, Random Erasing).</translation>
    </message>
    <message>
        <source>Side light</source>
        <translation>Боковой свет</translation>
    </message>
    <message>
        <source>A third are lit from one side, down by up to this share.</source>
        <translation>Треть освещается с одной стороны, с затемнением до этой доли.</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Цвет</translation>
    </message>
    <message>
        <source>A third have their colours tinted by up to this share.</source>
        <translation>У трети цвета сдвигаются до этой доли.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Шум</translation>
    </message>
    <message>
        <source>A third have noise of up to this standard deviation, of 255.</source>
        <translation>На треть накладывается шум до этого стандартного отклонения, из 255.</translation>
    </message>
    <message>
        <source>Coarse</source>
        <translation>Огрубление</translation>
    </message>
    <message>
        <source>A third have their resolution reduced by up to this share.</source>
        <translation>Треть огрубляется, до этой доли стороны.</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Смаз</translation>
    </message>
    <message>
        <source>A third have motion blur of up to this share of their side.</source>
        <translation>Треть смазывается вдоль линии, длиной до этой доли стороны.</translation>
    </message>
    <message>
        <source>Covering</source>
        <translation>Закрывание</translation>
    </message>
    <message>
        <source>Share of the pictures in which a plain shape covers the eyes, the mouth or the forehead.</source>
        <translation>Доля снимков, на которых глаза, рот или лоб закрыты чем-то одноцветным.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Метод</translation>
    </message>
    <message>
        <source>Thresholds of the answers: the same for all, or by perceived group.</source>
        <translation>Когда она достаточно уверена в ответе: одинаково для всех или по воспринятой группе.</translation>
    </message>
    <message>
        <source>by perceived group</source>
        <translation>по воспринятой группе</translation>
    </message>
    <message>
        <source>reweighing</source>
        <translation>перевзвешивание</translation>
    </message>
    <message>
        <source>a head per group</source>
        <translation>свой выход для каждой группы</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>Лучшая эпоха</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Калибровка</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Balanced sampling shows every label of every group equally often; reweighing evens out the share of each label; group DRO learns most from the group that fares worst; a head per group learns its own faces, and all answer together; adversarial debiasing keeps the answer from telling the group.</source>
        <translation>Сбалансированная выборка одинаково часто показывает каждую метку каждой группы; перевзвешивание выравнивает долю каждой метки; group DRO больше всего учится на группе с худшим результатом; у каждой группы свой выход, который учится на её лицах, а отвечают все вместе; состязательное устранение смещений не даёт ответу выдавать группу.</translation>
    </message>
    <message>
        <source>balanced sampling</source>
        <translation>сбалансированная выборка</translation>
    </message>
    <message>
        <source>group DRO</source>
        <translation>групповой DRO</translation>
    </message>
    <message>
        <source>adversarial debiasing</source>
        <translation>состязательное устранение предвзятости</translation>
    </message>
    <message>
        <source>best on the whole</source>
        <translation>лучшая в целом</translation>
    </message>
    <message>
        <source>best for the group that fares worst</source>
        <translation>лучшая для группы, которой хуже всего</translation>
    </message>
    <message>
        <source>alike for all</source>
        <translation>одинаково для всех</translation>
    </message>
    <message>
        <source>Early stopping, epochs</source>
        <translation>Ранняя остановка, эпох</translation>
    </message>
    <message>
        <source>Stop after this many epochs without improvement; empty: never.</source>
        <translation>Остановиться после стольких эпох без лучшей; пусто — никогда.</translation>
    </message>
    <message>
        <source>Averaged weights</source>
        <translation>Усреднение весов</translation>
    </message>
    <message>
        <source>Decay of a running mean of the weights, which replaces them; empty: none.</source>
        <translation>Затухание скользящего среднего весов, которое берут вместо них; пусто — без него.</translation>
    </message>
    <message>
        <source>Side tasks</source>
        <translation>Побочные задачи</translation>
    </message>
    <message>
        <source>Weight of auxiliary tasks, where the data have them: age, and FairFace&apos;s seven races.</source>
        <translation>Вес того, чему сеть учится попутно, если данные это знают: возраст и семь рас FairFace.</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>С отражением</translation>
    </message>
    <message>
        <source>Faces with a low probability are evaluated a second time, mirrored; the answer is the mean of both.</source>
        <translation>Лицо, в котором нет уверенности, рассматривается ещё раз в зеркале; ответ — среднее обоих.</translation>
    </message>
    <message>
        <source>Quantised</source>
        <translation>Квантование</translation>
    </message>
    <message>
        <source>The weights are quantised to 8 bits: a quarter of the size, and several times as fast.</source>
        <translation>Веса модели хранятся в 8 битах: вчетверо меньше и в несколько раз быстрее.</translation>
    </message>
    <message>
        <source>16-bit arithmetic</source>
        <translation>16-битная арифметика</translation>
    </message>
    <message>
        <source>Calculate in 16 bits if that is faster on this computer; weights and answers keep 32.</source>
        <translation>Считать в 16 битах, если этот компьютер так быстрее; веса и ответы остаются в 32.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно случайности</translation>
    </message>
    <message>
        <source>Seed of initial weights, order, augmentation and dropout.</source>
        <translation>Для начальных весов, порядка, изменений и дропаута.</translation>
    </message>
    <message>
        <source>Split seed</source>
        <translation>Зерно разбиения</translation>
    </message>
    <message>
        <source>Seed of the split into training, validation, calibration and test side.</source>
        <translation>Какой снимок попадёт в какую часть разбиения.</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Блоки</translation>
    </message>
    <message>
        <source>Blocks of convolution and pooling; each halves the picture.</source>
        <translation>Блоки свёртки и пулинга; каждый уменьшает снимок вдвое.</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Ширина</translation>
    </message>
    <message>
        <source>Filters of the first block; each block has twice the last one&apos;s.</source>
        <translation>Фильтры первого блока; у каждого следующего вдвое больше.</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>Полносвязный слой</translation>
    </message>
    <message>
        <source>Units of the layer before the answers.</source>
        <translation>Нейроны слоя перед ответами.</translation>
    </message>
    <message>
        <source>Block dropout</source>
        <translation>Дропаут блоков</translation>
    </message>
    <message>
        <source>Share of values left out at random after each block.</source>
        <translation>Доля значений, случайно выбрасываемых после каждого блока.</translation>
    </message>
    <message>
        <source>Share of values left out at random before the answers.</source>
        <translation>Доля значений, случайно выбрасываемых перед ответами.</translation>
    </message>
    <message>
        <source>Residual blocks of each stage, such as 1-2-2-2.</source>
        <translation>Остаточные блоки каждой ступени, например 1-2-2-2.</translation>
    </message>
    <message>
        <source>Filters of the first stage; each stage has twice the last one&apos;s.</source>
        <translation>Фильтры первой ступени; у каждой следующей вдвое больше.</translation>
    </message>
    <message>
        <source>Squeeze</source>
        <translation>Сжатие</translation>
    </message>
    <message>
        <source>By how much the weighing of the channels narrows them.</source>
        <translation>Во сколько раз взвешивание каналов их сужает.</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>Головы внимания</translation>
    </message>
    <message>
        <source>Ways at once in which the parts of the face look at one another; 0 leaves that out.</source>
        <translation>Сколькими способами сразу части лица смотрят друг на друга; 0 — без этого.</translation>
    </message>
    <message>
        <source>A Facet model to start from in place of these weights, by name or folder; empty: none.</source>
        <translation>Модель Facet, с которой начинается обучение вместо этих весов: имя или папка; пусто — без неё.</translation>
    </message>
    <message>
        <source>Start model</source>
        <translation>Начальная модель</translation>
    </message>
    <message>
        <source>Which epoch is kept: the best on average, the best for the group with the lowest accuracy, or the one that finds the labels likeliest. Likelihoods differ less by chance than accuracies do.</source>
        <translation>Какая эпоха сохраняется: лучшая в среднем, лучшая для группы с наименьшей точностью или та, по которой метки наиболее вероятны. Правдоподобие меньше зависит от случая, чем точность.</translation>
    </message>
    <message>
        <source>likeliest labels</source>
        <translation>самые вероятные метки</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>measuring the result</source>
        <translation>измерение результата</translation>
    </message>
    <message>
        <source>writing the model</source>
        <translation>запись модели</translation>
    </message>
    <message>
        <source>finding faces</source>
        <translation>поиск лиц</translation>
    </message>
    <message>
        <source>reading the pictures</source>
        <translation>чтение снимков</translation>
    </message>
    <message>
        <source>reading the data</source>
        <translation>чтение данных</translation>
    </message>
    <message>
        <source>starting TensorFlow</source>
        <translation>запуск TensorFlow</translation>
    </message>
    <message>
        <source>looking for copies</source>
        <translation>поиск копий</translation>
    </message>
    <message>
        <source>looking for pictures that the teacher knows</source>
        <translation>поиск снимков, известных учителю</translation>
    </message>
    <message>
        <source>training the last layers</source>
        <translation>обучение последних слоёв</translation>
    </message>
    <message>
        <source>looking for pictures that the start model knows</source>
        <translation>поиск снимков, известных начальной модели</translation>
    </message>
    <message>
        <source>recording the training pictures</source>
        <translation>запись обучающих снимков</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>Taken anyway: wrong in {errors} of 100</source>
        <translation>Если принять: неверно в {errors} из 100</translation>
    </message>
    <message>
        <source>Wrong in {errors} of 100 such faces</source>
        <translation>Неверно в {errors} из 100 таких лиц</translation>
    </message>
    <message>
        <source>No camera was found</source>
        <translation>Камера не найдена</translation>
    </message>
    <message>
        <source>Plug one in, or switch on the one in this machine: it will appear here by itself.</source>
        <translation>Подключите камеру или включите встроенную: она появится здесь сама.</translation>
    </message>
    <message>
        <source>{camera} was unplugged</source>
        <translation>Камера {camera} отключена</translation>
    </message>
    <message>
        <source>Plug it in again and it goes on by itself, or choose another camera. Pictures you took are kept.</source>
        <translation>Подключите её снова, и съёмка продолжится сама, или выберите другую камеру. Сделанные снимки сохранены.</translation>
    </message>
    <message>
        <source>Allow it in System Settings, Privacy &amp; Security, Camera, then try again.</source>
        <translation>Разрешите это в «Системных настройках», «Конфиденциальность и безопасность», «Камера», затем повторите.</translation>
    </message>
    <message>
        <source>Allow it in Settings, Privacy &amp; security, Camera, then try again.</source>
        <translation>Разрешите это в «Параметрах», «Конфиденциальность и защита», «Камера», затем повторите.</translation>
    </message>
    <message>
        <source>Allow it in the system&apos;s privacy settings, then try again.</source>
        <translation>Разрешите это в настройках конфиденциальности системы, затем повторите.</translation>
    </message>
    <message>
        <source>Facet may not use the camera</source>
        <translation>Facet нельзя пользоваться камерой</translation>
    </message>
    <message>
        <source>Another program may be using it: close that program, or choose another camera, and try again.</source>
        <translation>Возможно, камеру занимает другая программа: закройте её или выберите другую камеру и повторите.</translation>
    </message>
    <message>
        <source>The camera could not be used</source>
        <translation>Не удалось включить камеру</translation>
    </message>
    <message>
        <source>The camera sends no picture</source>
        <translation>Камера не передаёт изображение</translation>
    </message>
    <message>
        <source>Another program may be using it, or its shutter is closed. Free it, or choose another, and try again.</source>
        <translation>Возможно, её занимает другая программа или закрыта шторка. Освободите её или выберите другую и повторите.</translation>
    </message>
    <message>
        <source>The video is no longer there</source>
        <translation>Видео больше нет на месте</translation>
    </message>
    <message>
        <source>There is no file {path}. Check that the disk or network drive is still there, then try again.</source>
        <translation>Файла {path} нет. Проверьте, на месте ли диск или сетевой диск, и повторите.</translation>
    </message>
    <message>
        <source>Its file is damaged, or of a kind this machine cannot play. Most play MP4, MOV, MKV, WebM and AVI.</source>
        <translation>Файл повреждён, или этот компьютер не умеет его проигрывать. Большинство проигрывает MP4, MOV, MKV, WebM и AVI.</translation>
    </message>
    <message>
        <source>This video cannot be shown</source>
        <translation>Это видео нельзя показать</translation>
    </message>
    <message>
        <source>Qt found no multimedia backend</source>
        <translation>Qt не нашёл мультимедийного бэкенда</translation>
    </message>
    <message>
        <source>Camera and videos do not work on this machine yet</source>
        <translation>Камера и видео на этом компьютере пока не работают</translation>
    </message>
    <message>
        <source>Qt&apos;s multimedia module could not be loaded: {reason}</source>
        <translation>Не удалось загрузить мультимедийный модуль Qt: {reason}</translation>
    </message>
    <message>
        <source>The system library {library} is missing. Install it (Debian and Ubuntu: sudo apt install libpulse0; Fedora: sudo dnf install pulseaudio-libs). Then try again.</source>
        <translation>Нет системной библиотеки {library}. Установите её (Debian и Ubuntu: sudo apt install libpulse0; Fedora: sudo dnf install pulseaudio-libs), затем повторите.</translation>
    </message>
    <message>
        <source>The system library {library} is missing. Install the package of your system that holds it. Then try again.</source>
        <translation>Нет системной библиотеки {library}. Установите пакет вашей системы, в котором она есть, затем повторите.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Файл</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Правка</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Вид</translation>
    </message>
    <message>
        <source>&amp;Where the model looked</source>
        <translation>Ку&amp;да смотрела модель</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>&amp;Обучение</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Справка</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>Панель инструментов</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>Используемая модель</translation>
    </message>
    <message>
        <source>The model that answers for your photos. Your own stand here too.</source>
        <translation>Модель, которая отвечает по вашим фото. Ваши собственные тоже здесь.</translation>
    </message>
    <message>
        <source>In photos, before the camera, and in the data of audits and trainings alike.</source>
        <translation>И на фото, и перед камерой, и в данных проверок и обучений.</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>как у модели</translation>
    </message>
    <message>
        <source>An answer less sure than this is “uncertain”. The model&apos;s own was chosen on pictures kept back for it.</source>
        <translation>Если уверенность меньше, ответ — «не уверена». Порог модели выбран на снимках, отложенных для этого.</translation>
    </message>
    <message>
        <source>Threshold for perceived gender</source>
        <translation>Порог для воспринимаемого пола</translation>
    </message>
    <message>
        <source>Threshold for perceived ethnicity</source>
        <translation>Порог для воспринимаемой этничности</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Цвета</translation>
    </message>
    <message>
        <source>Light or dark, or as the system has it.</source>
        <translation>Светлые, тёмные или как в системе.</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлые</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмные</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Движение</translation>
    </message>
    <message>
        <source>Off: nothing moves by itself, even where the system would let it.</source>
        <translation>Выключено: ничто не движется само, даже если система это позволяет.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Takes effect after restart.</source>
        <translation>Действует со следующего запуска.</translation>
    </message>
    <message>
        <source>Shown beside a face. What is exported always has all of it.</source>
        <translation>Показывать рядом с лицом. В экспорте всегда есть всё.</translation>
    </message>
    <message>
        <source>Reasons for doubt</source>
        <translation>Причины сомнения</translation>
    </message>
    <message>
        <source>What may lead the model astray in a picture: too dark, too small, turned away.</source>
        <translation>Что на снимке может сбить модель: слишком темно, слишком мелко, отвёрнуто.</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Папка данных</translation>
    </message>
    <message>
        <source>Where you keep data sets: choosing data for a training begins there.</source>
        <translation>Где вы держите наборы данных: с неё начинается выбор данных для обучения.</translation>
    </message>
    <message>
        <source>your documents</source>
        <translation>ваши документы</translation>
    </message>
    <message>
        <source>Collect corrections</source>
        <translation>Собирать поправки</translation>
    </message>
    <message>
        <source>Folder of corrections</source>
        <translation>Папка поправок</translation>
    </message>
    <message>
        <source>A data set like any other: choose it as the data of a training. Delete it, and all is forgotten.</source>
        <translation>Обычный набор данных: выберите его как данные для обучения. Удалите её, и всё забыто.</translation>
    </message>
    <message>
        <source>Paths in the log</source>
        <translation>Пути в журнале</translation>
    </message>
    <message>
        <source>Lets names of your files stand in the log and in reports of errors, which helps to find one. They stay on this computer. Takes effect after restart.</source>
        <translation>Имена ваших файлов могут попасть в журнал и отчёты об ошибках: это помогает найти ошибку. Они остаются на этом компьютере. Действует со следующего запуска.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Faces and answers</source>
        <translation>Лица и ответы</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>Вид и язык</translation>
    </message>
    <message>
        <source>Data and corrections</source>
        <translation>Данные и поправки</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Потоки</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>Поиск лиц</translation>
    </message>
    <message>
        <source>Thorough: small faces and turned photos too</source>
        <translation>Тщательно: мелкие и повёрнутые</translation>
    </message>
    <message>
        <source>Fast: large faces in upright photos</source>
        <translation>Быстро: крупные лица на прямо стоящих фото</translation>
    </message>
    <message>
        <source>How many of the processor&apos;s cores an answer may use.</source>
        <translation>Сколько ядер процессора может занять один ответ.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>автоматически</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>эпоха</translation>
    </message>
    <message>
        <source>a whole number is expected</source>
        <translation>нужно целое число</translation>
    </message>
    <message>
        <source>a number is expected</source>
        <translation>нужно число</translation>
    </message>
    <message>
        <source>more than {low}, at most {high}</source>
        <translation>больше {low}, не больше {high}</translation>
    </message>
    <message>
        <source>from {low} to {high}</source>
        <translation>от {low} до {high}</translation>
    </message>
    <message>
        <source>A name is needed.</source>
        <translation>Нужно имя.</translation>
    </message>
    <message>
        <source>Small letters, digits, dots and hyphens only, a letter or digit first, 64 at most.</source>
        <translation>Только строчные латинские буквы, цифры, точки и дефисы, сначала буква или цифра, не больше 64.</translation>
    </message>
    <message>
        <source>Some systems cannot keep that name.</source>
        <translation>Не все системы могут хранить такое имя.</translation>
    </message>
    <message>
        <source>That name is taken.</source>
        <translation>Это имя занято.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%Ln снимок</numerusform>
            <numerusform>%Ln снимка</numerusform>
            <numerusform>%Ln снимков</numerusform>
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
        <translation>{hours} ч {minutes} мин</translation>
    </message>
    <message>
        <source>Perceived gender</source>
        <translation>Воспринимаемый пол</translation>
    </message>
    <message>
        <source>Perceived ethnicity</source>
        <translation>Воспринимаемая этничность</translation>
    </message>
    <message>
        <source>gender</source>
        <translation>пол</translation>
    </message>
    <message>
        <source>ethnicity</source>
        <translation>этничность</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <translation>{first} и {last}</translation>
    </message>
    <message>
        <source>uncertain: {answers}</source>
        <translation>не уверена: {answers}</translation>
    </message>
    <message>
        <source>Noted as right: {labels}</source>
        <translation>Отмечено как верное: {labels}</translation>
    </message>
    <message>
        <source>Face {index} of {count}</source>
        <translation>Лицо {index} из {count}</translation>
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
        <translation>лиц нет, {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) in {time}</source>
        <translation>
            <numerusform>%Ln лицо за {time}</numerusform>
            <numerusform>%Ln лица за {time}</numerusform>
            <numerusform>%Ln лиц за {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Retrain…</source>
        <translation>Обучить заново…</translation>
    </message>
    <message>
        <source>Train a model of your own (Ctrl+R)</source>
        <translation>Обучить собственную модель (Ctrl+R)</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Импорт…</translation>
    </message>
    <message>
        <source>Take in a model that was exported from Facet</source>
        <translation>Принять модель, экспортированную из Facet</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Delete this model; it can be undone</source>
        <translation>Удалить эту модель; это можно отменить</translation>
    </message>
    <message>
        <source>This model comes with Facet. Only models of your own can be deleted.</source>
        <translation>Эта модель поставляется с Facet. Удалить можно только собственные модели.</translation>
    </message>
    <message>
        <source>No model was found</source>
        <translation>Моделей не найдено</translation>
    </message>
    <message>
        <source>Models (*.facet *.zip);;All files (*)</source>
        <translation>Модели (*.facet *.zip);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Импорт модели</translation>
    </message>
    <message>
        <source>{name} is here now. Choose it above to use it.</source>
        <translation>Модель {name} теперь здесь. Чтобы использовать её, выберите её выше.</translation>
    </message>
    <message>
        <source>Models (*.facet)</source>
        <translation>Модели (*.facet)</translation>
    </message>
    <message>
        <source>Export this model</source>
        <translation>Экспорт этой модели</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Сохранено как {path}</translation>
    </message>
    <message>
        <source>{name} was deleted.</source>
        <translation>{name}: удалено.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>Choose: {what}</source>
        <translation>Выбрать: {what}</translation>
    </message>
    <message>
        <source>no face found</source>
        <translation>лицо не найдено</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Все</translation>
    </message>
    <message>
        <source>age {band}</source>
        <translation>возраст {band}</translation>
    </message>
    <message>
        <source>age</source>
        <translation>возраст</translation>
    </message>
    <message>
        <source>{first} and {second}</source>
        <translation>{first} и {second}</translation>
    </message>
    <message>
        <source>Agreement with the labels</source>
        <translation>Согласие с метками</translation>
    </message>
    <message>
        <source>Share that gets an answer</source>
        <translation>Доля получивших ответ</translation>
    </message>
    <message>
        <source>Share left uncertain</source>
        <translation>Доля без уверенного ответа</translation>
    </message>
    <message>
        <source>Wrong among the answers given</source>
        <translation>Неверные среди данных ответов</translation>
    </message>
    <message>
        <source>Calibration error</source>
        <translation>Ошибка калибровки</translation>
    </message>
    <message>
        <source>True positive rate, {label}</source>
        <translation>Доля верных срабатываний, {label}</translation>
    </message>
    <message>
        <source>False positive rate, {label}</source>
        <translation>Доля ложных срабатываний, {label}</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>Темнее</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>Светлее</translation>
    </message>
    <message>
        <source>In coloured light</source>
        <translation>В цветном свете</translation>
    </message>
    <message>
        <source>Out of focus</source>
        <translation>Не в фокусе</translation>
    </message>
    <message numerus="yes">
        <source>It agrees with the labels of %n face(s) in {agreement}; {balanced} as a mean of the labels.</source>
        <translation>
            <numerusform>На %Ln лице она согласна с метками в {agreement}; {balanced} в среднем по меткам.</numerusform>
            <numerusform>На %Ln лицах она согласна с метками в {agreement}; {balanced} в среднем по меткам.</numerusform>
            <numerusform>На %Ln лицах она согласна с метками в {agreement}; {balanced} в среднем по меткам.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) not found count as wrong.</source>
        <translation>
            <numerusform>%Ln ненайденное лицо засчитано как ошибка.</numerusform>
            <numerusform>%Ln ненайденных лица засчитаны как ошибки.</numerusform>
            <numerusform>%Ln ненайденных лиц засчитаны как ошибки.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is not known what the model was trained on. If these faces were among it, the figures are too good.</source>
        <translation>Неизвестно, на каких данных обучена модель. Если эти лица были среди них, показатели завышены.</translation>
    </message>
    <message>
        <source>{attribute} is not measured: the data give no labels of it.</source>
        <translation>{attribute}: не измерено, в данных нет таких меток.</translation>
    </message>
    <message>
        <source>{attribute} cannot be measured: {label} is the only label in the data.</source>
        <translation>{attribute}: измерить нельзя, в данных встречается только метка {label}.</translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out test picture(s).</source>
        <translation>
            <numerusform>Измерено на %Ln отложенном тестовом изображении.</numerusform>
            <numerusform>Измерено на %Ln отложенных тестовых изображениях.</numerusform>
            <numerusform>Измерено на %Ln отложенных тестовых изображениях.</numerusform>
        </translation>
    </message>
    <message>
        <source>Measured on the {side} side of a training.</source>
        <translation>Измерено на части обучения: {side}.</translation>
    </message>
    <message>
        <source>{figure} by {columns}: {highest} is {gap} points above {lowest}; chance alone would make it {chance}.</source>
        <translation>{figure}; разбивка: {columns}. {highest} выше {lowest} на {gap} п.; одна случайность дала бы {chance}.</translation>
    </message>
    <message>
        <source>{figure} by {columns}: {highest} is {gap} points above {lowest}; chance alone would make it {chance}, so it may be no more than that.</source>
        <translation>{figure}; разбивка: {columns}. {highest} выше {lowest} на {gap} п.; одна случайность дала бы {chance}, так что, возможно, это лишь она.</translation>
    </message>
    <message>
        <source>{head}: {first} and {second} differ by {points} points (95 % interval {low} to {high}). That may be no more than chance.</source>
        <translation>{head}: {first} и {second} различаются на {points} п. (интервал 95 %: от {low} до {high}). Это может быть и случайностью.</translation>
    </message>
    <message>
        <source>{head}: {better} is better than {worse} by {points} points (95 % interval {low} to {high}). That is more than chance.</source>
        <translation>{head}: {better} лучше {worse} на {points} п. (интервал 95 %: от {low} до {high}). Это больше случайности.</translation>
    </message>
    <message>
        <source>Largest gap by {columns}: {first} {one} points, {second} {other}. The difference ({low} to {high}) is more than chance.</source>
        <translation>Наибольший разрыв ({columns}): {first} {one} п., {second} {other}. Разница (от {low} до {high}) больше случайности.</translation>
    </message>
    <message>
        <source>Largest gap by {columns}: {first} {one} points, {second} {other}. The difference ({low} to {high}) is no more than chance.</source>
        <translation>Наибольший разрыв ({columns}): {first} {one} п., {second} {other}. Разница (от {low} до {high}) не больше случайности.</translation>
    </message>
    <message>
        <source>{change}: the {attribute} changes for {share}.</source>
        <translation>{change}: {attribute} — меняется у {share}.</translation>
    </message>
    <message>
        <source>Its groups are too small to be compared.</source>
        <translation>Её группы слишком малы для сравнения.</translation>
    </message>
    <message>
        <source>Groups by {columns} differ by up to {gap} points, lowest for {group}; chance alone would make it {chance}.</source>
        <translation>Группы ({columns}) различаются до {gap} пунктов, ниже всего у {group}; случайность одна дала бы {chance}.</translation>
    </message>
    <message>
        <source>Groups by {columns} differ by up to {gap} points, lowest for {group}; chance alone would make it {chance}, so it may be no more than that.</source>
        <translation>Группы ({columns}) различаются до {gap} пунктов, ниже всего у {group}; случайность одна дала бы {chance}, так что это может быть лишь она.</translation>
    </message>
    <message>
        <source>The groups are too small to be compared.</source>
        <translation>Группы слишком малы, чтобы их сравнивать.</translation>
    </message>
    <message>
        <source>For no group surely more often than chance would make it.</source>
        <translation>Ни про одну группу нельзя уверенно сказать, что чаще, чем дала бы случайность.</translation>
    </message>
    <message>
        <source>{highest} {gap} points more often than {lowest}; chance alone would make it {chance}.</source>
        <translation>{highest}: на {gap} п. чаще, чем {lowest}; одна случайность дала бы {chance}.</translation>
    </message>
    <message>
        <source>There is sound in it, but no picture.</source>
        <translation>В нём есть звук, но нет изображения.</translation>
    </message>
    <message>
        <source>{name} is there already.</source>
        <translation>{name} уже есть.</translation>
    </message>
    <message>
        <source>If you replace it, what it holds now is lost.</source>
        <translation>Если заменить, нынешнее содержимое пропадёт.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Заменить</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>Perceived {attribute}</source>
        <translation>Воспринимается: {attribute}</translation>
    </message>
    <message>
        <source>Threshold for perceived {attribute}</source>
        <translation>Порог для воспринимаемого: {attribute}</translation>
    </message>
    <message>
        <source>For perceived {attribute}</source>
        <translation>Для воспринимаемого: {attribute}</translation>
    </message>
    <message>
        <source>Show perceived {attribute}</source>
        <translation>Показывать воспринимаемое: {attribute}</translation>
    </message>
    <message>
        <source>perceived {attribute}: uncertain</source>
        <translation>воспринимается {attribute}: не уверена</translation>
    </message>
    <message>
        <source>Show perceived &amp;gender</source>
        <translation>Показывать воспринимаемый &amp;пол</translation>
    </message>
    <message>
        <source>For perceived &amp;gender</source>
        <translation>Для воспринимаемого &amp;пола</translation>
    </message>
    <message>
        <source>For perceived &amp;ethnicity</source>
        <translation>Для воспринимаемой &amp;этничности</translation>
    </message>
    <message>
        <source>Show perceived &amp;ethnicity</source>
        <translation>Показывать воспринимаемую &amp;этничность</translation>
    </message>
    <message>
        <source>perceived gender: uncertain</source>
        <translation>воспринимаемый пол: не уверена</translation>
    </message>
    <message>
        <source>perceived ethnicity: uncertain</source>
        <translation>воспринимаемая этничность: не уверена</translation>
    </message>
    <message>
        <source>any label</source>
        <translation>любая метка</translation>
    </message>
    <message>
        <source>fewer than 1</source>
        <translation>менее 1</translation>
    </message>
    <message>
        <source>That is more often than these percentages say.</source>
        <translation>Это чаще, чем говорят эти проценты.</translation>
    </message>
    <message>
        <source>That is less often than these percentages say.</source>
        <translation>Это реже, чем говорят эти проценты.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100.</source>
        <translation>Если всё же принять, ответ «{answer}» при {certainty} был бы неверен в {errors} из 100 случаев.</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty}, the model errs in {errors} of 100.</source>
        <translation>Там, где модель отвечает «{answer}» при {certainty}, она ошибается в {errors} из 100 случаев.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 where it perceives {label}.</source>
        <translation>Если всё же принять, ответ «{answer}» при {certainty} был бы неверен в {errors} из 100 случаев там, где модель воспринимает «{label}».</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty} and perceives {label}, the model errs in {errors} of 100.</source>
        <translation>Там, где модель отвечает «{answer}» при {certainty} и воспринимает «{label}», она ошибается в {errors} из 100 случаев.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in clear pictures.</source>
        <translation>Если всё же принять, ответ «{answer}» при {certainty} был бы неверен в {errors} из 100 случаев на чётких изображениях.</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty} in clear pictures, the model errs in {errors} of 100.</source>
        <translation>Там, где модель отвечает «{answer}» при {certainty} на чётких изображениях, она ошибается в {errors} из 100 случаев.</translation>
    </message>
    <message>
        <source>Taken anyway, {answer} with {certainty} would be wrong in {errors} of 100 in poor pictures.</source>
        <translation>Если всё же принять, ответ «{answer}» при {certainty} был бы неверен в {errors} из 100 случаев на плохих изображениях.</translation>
    </message>
    <message>
        <source>Where it answers {answer} with {certainty} in poor pictures, the model errs in {errors} of 100.</source>
        <translation>Там, где модель отвечает «{answer}» при {certainty} на плохих изображениях, она ошибается в {errors} из 100 случаев.</translation>
    </message>
    <message numerus="yes">
        <source>Measured on %n held-out face(s) that it answered so: {low} to {high} of 100, with 95 % confidence.</source>
        <translation>
            <numerusform>Измерено на %Ln отложенном лице с таким ответом: от {low} до {high} из 100 с доверием 95 %.</numerusform>
            <numerusform>Измерено на %Ln отложенных лицах с таким ответом: от {low} до {high} из 100 с доверием 95 %.</numerusform>
            <numerusform>Измерено на %Ln отложенных лицах с таким ответом: от {low} до {high} из 100 с доверием 95 %.</numerusform>
        </translation>
    </message>
    <message>
        <source>Poor are pictures that are dark, bright, flat, blurred, small, turned away or cut off.</source>
        <translation>Плохие изображения — тёмные, светлые, малоконтрастные, размытые, мелкие, отвёрнутые или обрезанные.</translation>
    </message>
    <message>
        <source>It is said of such faces, not of this person.</source>
        <translation>Это сказано о таких лицах, а не об этом человеке.</translation>
    </message>
    <message>
        <source>a value is required</source>
        <translation>нужно значение</translation>
    </message>
    <message>
        <source>The model was trained on data of this name. Unless these faces were held out, the figures are too good.</source>
        <translation>Модель обучена на данных с таким названием. Если эти лица не были отложены, показатели завышены.</translation>
    </message>
    <message>
        <source>Save as picture…</source>
        <translation>Сохранить как рисунок…</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Рисунок (*.png)</translation>
    </message>
    <message>
        <source>Vector graphics (*.svg)</source>
        <translation>Векторная графика (*.svg)</translation>
    </message>
    <message>
        <source>Save as picture</source>
        <translation>Сохранить как рисунок</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Показать в папке</translation>
    </message>
    <message numerus="yes">
        <source>%n copy(ies) of this picture</source>
        <translation>
            <numerusform>%Ln копия этого снимка</numerusform>
            <numerusform>%Ln копии этого снимка</numerusform>
            <numerusform>%Ln копий этого снимка</numerusform>
        </translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>{model}: {answer}</source>
        <translation>{model}: {answer}</translation>
    </message>
    <message>
        <source>(differs)</source>
        <translation>(иначе)</translation>
    </message>
    <message>
        <source>{errors} % wrong</source>
        <translation>{errors} % ошибок</translation>
    </message>
    <message>
        <source>Lighting</source>
        <translation>Освещение</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Accessories</source>
        <translation>Аксессуары</translation>
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
        <translation>Недодержка и передержка в ступенях (EV): каждая вдвое уменьшает или увеличивает свет.</translation>
    </message>
    <message>
        <source>The colour of the light, from shade to a light bulb, at the same brightness.</source>
        <translation>Цвет освещения при той же яркости: от тени до лампы накаливания.</translation>
    </message>
    <message>
        <source>The colour of the light, from fluorescent tubes to neon, at the same brightness.</source>
        <translation>Цвет освещения при той же яркости: от люминесцентных ламп до неона.</translation>
    </message>
    <message>
        <source>A lamp on one side; the other side of the face gets darker.</source>
        <translation>Лампа с одной стороны; другая сторона лица темнеет.</translation>
    </message>
    <message>
        <source>As if the face were smaller in the photo: pixels from eye to eye.</source>
        <translation>Как если бы лицо на фото было мельче: пикселей от глаза до глаза.</translation>
    </message>
    <message>
        <source>Facet aligns a face by its eyes and mouth. This shows what it would answer if the face were aligned at an angle.</source>
        <translation>Facet выравнивает лицо по глазам и рту. Здесь видно, каким был бы ответ, если бы лицо было выровнено под углом.</translation>
    </message>
    <message>
        <source>Grain, as in a photo taken in the dark.</source>
        <translation>Зерно, как на фото, снятом в темноте.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from thin wire to thick rims.</source>
        <translation>Нарисованы на снимке: от тонкой до толстой оправы.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from lightly tinted to black.</source>
        <translation>Нарисованы на снимке: от слегка тонированных до чёрных.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from below the lip up to the bridge of the nose.</source>
        <translation>Нарисована на снимке: от подбородка под губой до переносицы.</translation>
    </message>
    <message>
        <source>Drawn on the picture, from the hair down to the brows.</source>
        <translation>Нарисована на снимке: от волос до бровей.</translation>
    </message>
    <message>
        <source>Lets you note beside a face what is right. The face is then kept as a small picture in the folder below, by its labels, for you to train from. Boxes drawn by hand are kept there too, and are there again when the same photo is opened. Until you switch this on, nothing is kept.</source>
        <translation>Позволяет отметить рядом с лицом, что верно. Тогда лицо сохраняется маленьким снимком в папке ниже, по его меткам, чтобы на нём можно было учить. Там же сохраняются рамки, нарисованные вручную: они появятся снова, когда вы откроете тот же снимок. Пока вы это не включите, ничего не сохраняется.</translation>
    </message>
    <message>
        <source>{face} · by hand</source>
        <translation>{face} · вручную</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) with boxes by hand</source>
        <translation>
            <numerusform>%Ln снимок с рамками вручную</numerusform>
            <numerusform>%Ln снимка с рамками вручную</numerusform>
            <numerusform>%Ln снимков с рамками вручную</numerusform>
        </translation>
    </message>
    <message>
        <source>Faces found: {found} of {faces}, {share} (95 %: {interval})</source>
        <translation>Найдено лиц: {found} из {faces}, {share} (95 %: {interval})</translation>
    </message>
    <message>
        <source>Boxes that were faces: {right} of {boxes}, {share} (95 %: {interval})</source>
        <translation>Рамок с лицом: {right} из {boxes}, {share} (95 %: {interval})</translation>
    </message>
    <message>
        <source>Photos in which no box was edited are not counted, so over all photos the detector does better.</source>
        <translation>Снимки, на которых рамки не правились, не учтены, поэтому по всем снимкам лица находятся лучше.</translation>
    </message>
    <message>
        <source>Of values from 0 to 255: one number, or one per colour, with commas between them.</source>
        <translation>Для значений от 0 до 255: одно число или по числу на цвет через запятую.</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Среднее</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Отклонение</translation>
    </message>
    <message>
        <source>Keep the label</source>
        <translation>Оставить метку</translation>
    </message>
    <message>
        <source>Give the label with this number, up to 9</source>
        <translation>Дать метку с этим номером, до 9</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>Сказать нельзя</translation>
    </message>
    <message>
        <source>Leave the face out</source>
        <translation>Исключить лицо</translation>
    </message>
    <message>
        <source>The previous face</source>
        <translation>Предыдущее лицо</translation>
    </message>
    <message>
        <source>The next face</source>
        <translation>Следующее лицо</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>Отменить последнее решение</translation>
    </message>
    <message>
        <source>Framing faces by hand</source>
        <translation>Рамки вокруг лиц вручную</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Открытые фото</translation>
    </message>
    <message>
        <source>Grid of faces</source>
        <translation>Сетка лиц</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Что если</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Видео</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Who is in the data</source>
        <translation>Кто в данных</translation>
    </message>
    <message>
        <source>Checking labels</source>
        <translation>Проверка меток</translation>
    </message>
    <message>
        <source>Calibration of an audit</source>
        <translation>Калибровка в аудите</translation>
    </message>
    <message>
        <source>Another dot, and its faces</source>
        <translation>Другая точка и её лица</translation>
    </message>
    <message>
        <source>Another face</source>
        <translation>Другое лицо</translation>
    </message>
    <message>
        <source>Open the photo with the face chosen</source>
        <translation>Открыть фото с выбранным лицом</translation>
    </message>
    <message>
        <source>Leave the chosen faces out until Show everything</source>
        <translation>Исключить выбранные лица до команды «Показать всё»</translation>
    </message>
    <message>
        <source>Take the picture, accept it</source>
        <translation>Сделать снимок, принять его</translation>
    </message>
    <message>
        <source>A frame back or on</source>
        <translation>На кадр назад или вперёд</translation>
    </message>
    <message>
        <source>Five seconds on or back</source>
        <translation>На пять секунд вперёд или назад</translation>
    </message>
    <message>
        <source>Put the frame among your photos</source>
        <translation>Добавить кадр к вашим фото</translation>
    </message>
    <message>
        <source>Make a box in the middle, accept a new one</source>
        <translation>Создать рамку в середине, принять новую</translation>
    </message>
    <message>
        <source>Move the box</source>
        <translation>Переместить рамку</translation>
    </message>
    <message>
        <source>Resize the box</source>
        <translation>Изменить размер рамки</translation>
    </message>
    <message>
        <source>Drop a new box; else end the framing</source>
        <translation>Отбросить новую рамку; иначе закончить</translation>
    </message>
    <message>
        <source>Show another photo</source>
        <translation>Показать другое фото</translation>
    </message>
    <message>
        <source>Remove the photo from the strip, not from the disk</source>
        <translation>Убрать фото из ленты, но не с диска</translation>
    </message>
    <message>
        <source>Another cell</source>
        <translation>Другая ячейка</translation>
    </message>
    <message>
        <source>Show the faces of the cell</source>
        <translation>Показать лица ячейки</translation>
    </message>
    <message>
        <source>Data, recipe, run</source>
        <translation>Данные, рецепт, запуск</translation>
    </message>
    <message>
        <source>Earlier runs</source>
        <translation>Прежние запуски</translation>
    </message>
    <message>
        <source>Leave a subpage, else hide the window</source>
        <translation>Выйти из вложенной страницы, иначе скрыть окно</translation>
    </message>
    <message>
        <source>A little less or more</source>
        <translation>Чуть меньше или больше</translation>
    </message>
    <message>
        <source>Reset the change</source>
        <translation>Сбросить изменение</translation>
    </message>
    <message>
        <source>Messages of the system</source>
        <translation>Сообщения системы</translation>
    </message>
    <message>
        <source>When a training, an audit or many photos are done while no window of Facet is in front.</source>
        <translation>Когда обучение, аудит или ответы по многим фото готовы, а ни одно окно Facet не на переднем плане.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Write this model for Facet or for other programs</source>
        <translation>Записать эту модель для Facet или для других программ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Choose where the new folder is to be</source>
        <translation>Выберите, где создать новую папку</translation>
    </message>
    <message>
        <source>Exporting {name} as {form} and checking it…</source>
        <translation>Экспорт {name} в формат {form} и проверка…</translation>
    </message>
    <message>
        <source>For Facet, as one file…</source>
        <translation>Для Facet, одним файлом…</translation>
    </message>
    <message>
        <source>As {form}…</source>
        <translation>В формат {form}…</translation>
    </message>
    <message>
        <source>&amp;Parquet, as the Hugging Face hub reads it…</source>
        <translation>&amp;Parquet, как читает Hugging Face Hub…</translation>
    </message>
    <message>
        <source>A &amp;CSV table beside pictures…</source>
        <translation>Таблица &amp;CSV рядом со снимками…</translation>
    </message>
    <message>
        <source>&amp;Folders of pictures named after their labels…</source>
        <translation>&amp;Папки снимков с именами меток…</translation>
    </message>
    <message>
        <source>Page (*.html)</source>
        <translation>Страница (*.html)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Таблица (*.csv)</translation>
    </message>
    <message>
        <source>Save the audit</source>
        <translation>Сохранить аудит</translation>
    </message>
</context>
<context>
    <name>what_if</name>
    <message>
        <source>Glasses</source>
        <translation>Очки</translation>
    </message>
    <message>
        <source>Sunglasses</source>
        <translation>Тёмные очки</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Маска</translation>
    </message>
    <message>
        <source>Hat</source>
        <translation>Шляпа</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Свет</translation>
    </message>
    <message>
        <source>Side light</source>
        <translation>Боковой свет</translation>
    </message>
    <message>
        <source>Blue to yellow</source>
        <translation>Синий – жёлтый</translation>
    </message>
    <message>
        <source>Green to pink</source>
        <translation>Зелёный – розовый</translation>
    </message>
    <message>
        <source>Less contrast</source>
        <translation>Меньше контраста</translation>
    </message>
    <message>
        <source>Tilt</source>
        <translation>Наклон</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>Размытие</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Шум</translation>
    </message>
</context>
</TS>
