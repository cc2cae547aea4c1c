"""MLflow models without a scoring script."""
import json
import os
import shutil
import tempfile

from serving import ServingCase, models


def table(columns, *rows):
    return {"columns": columns, "index": list(range(len(rows))), "data": list(rows)}


class ColumnsTest(ServingCase):
    kind, model = "mlflow", "signed"

    def test_tables(self):
        self.assertEqual(_rounded(self.score({"input_data": table(["a", "b"], [1, 1], [2, 0])})), [3.0, 4.0])
        turned = {"columns": ["b", "other", "a"], "data": [[1, "x", 1]]}
        self.assertEqual(_rounded(self.score({"input_data": turned})), [3.0])

    def test_lists_and_named_lists(self):
        self.assertEqual(_rounded(self.score({"input_data": [[1, 1], [2, 0]]})), [3.0, 4.0])
        self.assertEqual(_rounded(self.score({"input_data": {"b": [1, 0], "a": [1, 2]}})), [3.0, 4.0])

    def test_requests_that_are_refused_as_by_azure(self):
        self.misfit({"data": [[1, 1]]}, 400, "input_data")
        for body, status in ((b"", 400), (b"{", 400), (b"[[1, 1]]", 400)):
            with self.subTest(body):
                self.assertEqual(self.worker.ask(body=body).status, status)
        csv = self.worker.ask(body=b"a,b\n1,1", headers={"Content-Type": "text/csv"})
        self.assertEqual(csv.status, 415)

    def test_input_that_does_not_fit(self):
        for data, words in (
            (table(["a"], [1]), ["'b'", "requires", "'a'"]),
            (table(["a", "b"], [1, 1.5]), ["'b'", "whole numbers"]),
            (table(["a", "b"], [1, None]), ["'b'", "null"]),
            (table(["a", "b"], ["x", 1]), ["'a'", "numbers"]),
            (table(["a", "b"], [1]), ["Row 0", "2 values"]),
            (table(["a", "a"], [1, 1]), ["different names"]),
            ({"columns": ["a", "b"], "index": [0, 1], "data": [[1, 1]]}, ["index", "1 rows"]),
            ({"columns": "a", "data": []}, ["'columns'", "list"]),
            ([{"a": 1, "b": 1}], ["records", "columns, index and data"]),
            ([[1, 1], [1]], ["Row 1", "'a', 'b'"]),
            ({"a": [1, 2], "b": [1]}, ["'b'", "one length"]),
            (None, ["null"]),
            (7, ["7"]),
            ("a,b", ["not JSON"]),
        ):
            with self.subTest(data=data):
                self.misfit({"input_data": data}, 500, *words)

    def test_description(self):
        for version in (2, 3):
            taken, given = self.schemas(version)
            data = taken["properties"]["input_data"]
            self.assertEqual(taken["required"], ["input_data"])
            self.assertEqual(data["properties"]["columns"]["items"]["enum"], ["a", "b"])
            self.assertEqual(data["format"], "pandas.DataFrame:split")
            # The example is the model's own.
            self.assertEqual(taken["example"], {"input_data": {"columns": ["a", "b"], "data": [[1.0, 0]]}})
            self.assertEqual(given["type"], "array")
            self.score(taken["example"])


class ParametersTest(ServingCase):
    kind, model = "mlflow", "params"

    def test_parameters_and_records(self):
        data = table(["t"], [2])
        first = {"x": 6.0, "when": "2024-01-02T03:04:05", "gone": None}
        for params, x in ((None, 6.0), ({}, 6.0), ({"k": 5}, 10.0)):
            body = {"input_data": data} if params is None else {"input_data": data, "params": params}
            answer = self.score(body)
            self.assertNotEqual(answer[0]["none"], answer[0].pop("none"))
            self.assertEqual(answer, [dict(first, x=x)])

    def test_wrong_parameters(self):
        data = table(["t"], [2])
        self.misfit({"input_data": data, "params": {"k": "much"}}, 500, "'k'", "long")
        self.misfit({"input_data": data, "params": [1]}, 500, "params")

    def test_description(self):
        taken, given = self.schemas(3)
        self.assertEqual(taken["properties"]["params"]["properties"]["k"]["default"], 3)
        self.assertEqual(given["items"]["properties"]["x"]["type"], "number")
        self.score(taken["example"])


class KindsTest(ServingCase):
    kind, model = "mlflow", "kinds"
    row = {
        "boolean": True, "integer": 1, "long": 2**53 + 1, "float": 0.5, "double": None, "string": "ü",
        "binary": "AAE=", "datetime": "2024-01-02T03:04:05+01:00",
    }

    def test_casts(self):
        found = self.score({"input_data": table(list(self.row), list(self.row.values()))})
        self.assertEqual(found["boolean"], ["bool", ["True"]])
        self.assertEqual(found["integer"], ["int32", ["1"]])
        self.assertEqual(found["long"], ["int64", ["9007199254740993"]])
        self.assertEqual(found["float"], ["float32", ["0.5"]])
        self.assertEqual(found["double"], ["float64", ["nan"]])
        self.assertEqual(found["string"][1], ["'ü'"])
        self.assertEqual(found["binary"][1], ["b'\\x00\\x01'"])
        self.assertIn("2024-01-02 02:04:05", found["datetime"][1][0])
        self.assertNotIn("spare", found)

    def test_losses(self):
        for name, value in (
            ("boolean", "false"), ("integer", 2**31), ("long", 0.5), ("float", "much"), ("string", 1),
            ("binary", "?"), ("datetime", "soon"),
        ):
            with self.subTest(name):
                row = dict(self.row, **{name: value})
                self.misfit({"input_data": table(list(row), list(row.values()))}, 500, repr(name), "does not fit")

    def test_description(self):
        self.score(self.schemas(2)[0]["example"])


class TensorTest(ServingCase):
    kind, model = "mlflow", "tensor"

    def test_arrays(self):
        self.assertEqual(_rounded(self.score({"input_data": [[1, 1], [2, 0]]})), [3.0, 4.0])
        self.assertEqual(_rounded(self.score({"input_data": table(["p", "q"], [1, 1])})), [3.0])

    def test_arrays_that_do_not_fit(self):
        self.misfit({"input_data": [[1, 1, 1]]}, 500, "(1, 3)", "(-1, 2)")
        self.misfit({"input_data": [[1, 1], [1]]}, 500, "differ in length")
        self.misfit({"input_data": [["x", "y"]]}, 500, "float32")
        self.misfit({"input_data": {"x": [[1, 1]]}}, 500, "unnamed")

    def test_description(self):
        for version in (2, 3):
            taken, given = self.schemas(version)
            self.assertEqual(taken["properties"]["input_data"]["format"], "numpy.ndarray")
            self.assertEqual((given["type"], given["items"]), ("array", {"type": "number"}))
            self.score(taken["example"])


class NamedTest(ServingCase):
    kind, model = "mlflow", "named"

    def test_named_arrays(self):
        answer = self.score({"input_data": {"left": [[1, 2]], "right": [[3, 4]]}})
        self.assertEqual(answer, {"sum": [[4.0, 6.0]], "type": "float32"})

    def test_names_that_do_not_fit(self):
        self.misfit({"input_data": {"left": [[1, 2]]}}, 500, "'right'")
        self.misfit({"input_data": [[1, 2]]}, 500, "'left', 'right'")

    def test_description(self):
        self.score(self.schemas(3)[0]["example"])


class UnsignedTest(ServingCase):
    kind, model = "mlflow", "plain"

    def test_forms(self):
        self.assertEqual(self.score({"input_data": [[1, 2]]}), ["ndarray", [[1, 2]], 0.5])
        self.assertEqual(self.score({"input_data": table(["p"], [1])}), ["DataFrame", ["p"], 0.5])
        self.assertEqual(self.score({"input_data": {"p": [1]}}), ["dict", {"p": "ndarray"}])
        self.assertEqual(self.score({"input_data": "[[1, 2]]"})[0], "ndarray")

    def test_description(self):
        taken, given = self.schemas(2)
        self.assertEqual((taken["required"], given), (["input_data"], {"type": "object", "example": {}}))


class FolderTest(ServingCase):
    kind = "mlflow"

    def test_models_of_other_kinds(self):
        plain = self.served("unsigned", worker_count=2)
        self.assertEqual(_rounded(self.score({"input_data": [[1, 1]]}, plain)), [3.0])
        self.assertEqual(plain.ask(body=b'{"input_data": [[1, 1, 1]]}').status, 500)
        self.assertIn("no signature", plain.log())
        hinted = self.served("hinted")
        self.assertEqual(self.score({"input_data": [{"text": "a"}]}, hinted), ["A"])

    def test_one_level_below(self):
        below = self.folder_with("signed")
        self.assertEqual(_rounded(self.score({"input_data": [[1, 1]]}, self.served(below))), [3.0])

    def test_which_of_several(self):
        several = self.folder_with("signed", "tensor")
        self.not_served(several, "several", "signed, tensor", "MLFLOW_MODEL_FOLDER")
        self.not_served(several, "MLFLOW_MODEL_FOLDER", "'none'", env={"MLFLOW_MODEL_FOLDER": "none"})
        chosen = self.served(several, env={"MLFLOW_MODEL_FOLDER": "tensor"})
        self.assertEqual(_rounded(self.score({"input_data": [[1, 1]]}, chosen)), [3.0])

    def test_models_that_cannot_be_served(self):
        other = self.folder_with("signed")
        description = os.path.join(other, "signed", "MLmodel")
        with open(description, encoding="utf-8") as file:
            text = file.read()
        with open(description, "w", encoding="utf-8") as file:
            file.write(text.replace("python_function:", "strange:"))
        self.not_served(other, "python_function", "sklearn, strange")
        with open(description, "w", encoding="utf-8") as file:
            file.write("flavors: [")
        self.not_served(other, "cannot be loaded", "MLmodel", code="UserScriptInitFailed")
        broken = self.folder_with("signed")
        with open(os.path.join(broken, "signed", "model.pkl"), "wb") as file:
            file.write(b"no pickle")
        worker = self.not_served(broken, "cannot be loaded", "UnpicklingError", code="UserScriptInitFailed")
        self.assertIn("Traceback", worker.log())

    def test_nothing_is_left_in_the_code_folder(self):
        worker = self.served("signed")
        self.score({"input_data": [[1, 1]]}, worker)
        self.assertEqual(os.listdir(worker.code), ["nothing.txt"])

    def folder_with(self, *names):
        folder = tempfile.mkdtemp(prefix="teal-models-")
        self.addCleanup(shutil.rmtree, folder)
        for name in names:
            shutil.copytree(os.path.join(models("mlflow"), name), os.path.join(folder, name))
        return folder


def _rounded(values):
    return [round(value, 6) for value in json.loads(json.dumps(values))]
