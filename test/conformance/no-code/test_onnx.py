"""ONNX models without a scoring script."""
import os
import shutil
import tempfile

from serving import ServingCase, models


def tensor(name, shape, datatype, data):
    return {"name": name, "shape": shape, "datatype": datatype, "data": data}


class TwoInputsTest(ServingCase):
    kind, model = "onnx", "two.onnx"

    def test_named_inputs_and_outputs(self):
        inputs = {"x": [[1, 2], [3, 4]], "y": [[2, 1], [1, 2]]}
        both = {"sum": [[3.0, 3.0], [4.0, 6.0]], "ratio": [[0.5, 2.0], [3.0, 2.0]]}
        self.assertEqual(self.score({"inputs": inputs}), {"outputs": both})
        self.assertEqual(self.score({"input_data": inputs}), {"outputs": both})
        self.assertEqual(self.score({"inputs": inputs, "outputs": ["sum"]}), {"outputs": {"sum": both["sum"]}})
        self.assertEqual(self.score({"inputs": {"x": [], "y": []}}), {"outputs": {"sum": [], "ratio": []}})

    def test_tensors_of_the_open_protocol(self):
        flat, nested = tensor("x", [1, 2], "FP32", [1, 2]), tensor("y", [1, 2], "FP32", [[2, 1]])
        answer = self.score({"id": "q", "inputs": [flat, nested], "outputs": [{"name": "ratio"}]})
        self.assertEqual(answer, {
            "model_name": "two", "model_version": "1", "id": "q",
            "outputs": [tensor("ratio", [1, 2], "FP32", [0.5, 2.0])],
        })

    def test_what_json_has_no_number_for(self):
        answer = self.score({"inputs": {"x": [[None, 1], [-1, "Infinity"]], "y": [[1, 0], [0, 1]]}})
        self.assertEqual(answer["outputs"]["sum"], [[None, 1.0], [-1.0, "Infinity"]])
        self.assertEqual(answer["outputs"]["ratio"], [[None, "Infinity"], ["-Infinity", "Infinity"]])

    def test_inputs_that_do_not_fit(self):
        fine = [[1, 2]]
        for body, words in (
            ({}, ["inputs", "input_data", "x float[batch, 2]"]),
            ({"inputs": {"x": fine, "y": fine}, "input_data": fine}, ["one of"]),
            ({"input": fine}, ["'input'", "inputs, input_data, outputs, id"]),
            ({"inputs": {"x": fine}}, ["'y' is missing"]),
            ({"inputs": {"x": fine, "y": fine, "z": fine}}, ["'z'", "x float[batch, 2], y float[batch, 2]"]),
            ({"input_data": fine}, ["one input", "has 2"]),
            ({"inputs": {"x": [[1, 2, 3]], "y": fine}}, ["'x'", "[1, 3]", "[batch, 2]"]),
            ({"inputs": {"x": [1, 2], "y": fine}}, ["'x'", "[2]", "[batch, 2]"]),
            ({"inputs": {"x": [[1, 2]] * 3, "y": fine * 2}}, ["'batch'", "3 in the input 'x'", "2 in 'y'"]),
            ({"inputs": {"x": [[1, 2], [1]], "y": fine}}, ["'x'", "differ in length"]),
            ({"inputs": {"x": [["a", 2]], "y": fine}}, ["'x' (float)", "numbers", "'a'"]),
            ({"inputs": {"x": [[{}, 2]], "y": fine}}, ["'x' (float)", "numbers", "{}"]),
            ({"inputs": {"x": [[1e300, 2]], "y": fine}}, ["'x'", "1e+300"]),
            ({"inputs": {"x": fine, "y": fine}, "outputs": ["product"]}, ["'product'", "'sum', 'ratio'"]),
            ({"inputs": {"x": fine, "y": fine}, "outputs": "sum"}, ["outputs", "list"]),
            ({"inputs": {"x": fine, "y": fine}, "id": 7}, ["id", "text"]),
        ):
            with self.subTest(body=body):
                self.misfit(body, 400, *words)

    def test_tensors_that_do_not_fit(self):
        for given, words in (
            (tensor("x", [1, 2], "FP64", [1, 2]), ["datatype", "FP64", "FP32"]),
            (tensor("x", [1, 2], "FP32", [1, 2, 3]), ["3 values", "[1, 2]", "2"]),
            (tensor("x", [2, 1], "FP32", [1, 2]), ["[2, 1]", "[batch, 2]"]),
            (tensor("x", [2, 2], "FP32", [[1, 2]]), ["[1, 2]", "[2, 2]"]),
            (tensor("x", ["a"], "FP32", [1]), ["shape", "whole numbers"]),
            (tensor("z", [1], "FP32", [1]), ["'z'"]),
            ({"name": "x", "shape": [1, 2], "datatype": "FP32"}, ["lacks", "'data'"]),
            (dict(tensor("x", [1, 2], "FP32", [1, 2]), dtype="f"), ["'dtype'"]),
        ):
            with self.subTest(given=given):
                self.misfit({"inputs": [given]}, 400, *words)
        twice = tensor("x", [1, 2], "FP32", [1, 2])
        self.misfit({"inputs": [twice, twice]}, 400, "twice")

    def test_description(self):
        for version in (2, 3):
            taken, given = self.schemas(version)
            x = taken["properties"]["inputs"]["properties"]["x"]
            self.assertEqual(x["description"], "float [batch, 2]")
            self.assertEqual(x["items"]["minItems"], 2)
            self.assertEqual(taken["properties"]["inputs"]["required"], ["x", "y"])
            self.assertEqual(list(given["properties"]["outputs"]["properties"]), ["sum", "ratio"])
            self.score(taken["example"])


class KindsTest(ServingCase):
    kind, model = "onnx", "kinds.onnx"
    fine = {"text": ["ü", ""], "half": [1.5], "long": [2**53 + 1], "flag": [True], "byte": [255], "double": [1e300]}

    def test_all_kinds_come_back(self):
        outputs = {"same_" + name: value for name, value in self.fine.items()}
        self.assertEqual(self.score({"inputs": self.fine}), {"outputs": outputs})
        self.assertEqual(self.score({"inputs": dict(self.fine, long=[2.0], text=[])})["outputs"]["same_long"], [2])

    def test_values_that_do_not_fit(self):
        for name, values, words in (
            ("text", ["a", 1], ["text", "1"]), ("half", [1e6], ["1000000.0"]), ("long", [2**70], [str(2**63 - 1)]),
            ("long", ["1"], ["whole numbers", "'1'"]), ("long", [0.5], ["0.5"]), ("flag", [1], ["true and false"]),
            ("byte", [-1], ["0 to 255", "-1"]), ("double", ["x"], ["numbers", "'x'"]), ("long", [None], ["None"]),
        ):
            with self.subTest(name, values=values):
                self.misfit({"inputs": dict(self.fine, **{name: values})}, 400, repr(name), *words)


class ClassifierTest(ServingCase):
    kind, model = "onnx", "words.onnx"

    def test_labels_and_probabilities(self):
        outputs = self.score({"input_data": [[0, 0], [3, 3]]})["outputs"]
        self.assertEqual(outputs["output_label"], ["no", "yes"])
        self.assertEqual([sorted(each) for each in outputs["output_probability"]], [["no", "yes"]] * 2)
        self.assertAlmostEqual(sum(outputs["output_probability"][0].values()), 1, 5)

    def test_as_tensors(self):
        label, chance = self.score({"inputs": [tensor("X", [1, 2], "FP32", [3, 3])]})["outputs"]
        self.assertEqual(label, tensor("output_label", [1], "BYTES", ["yes"]))
        self.assertEqual((chance["shape"], chance["parameters"]), ([1, 2], {"keys": ["no", "yes"]}))

    def test_description(self):
        given = self.schemas(3)[1]["properties"]["outputs"]["properties"]
        self.assertEqual(given["output_probability"]["items"], {"type": "object"})


class FileTest(ServingCase):
    kind = "onnx"

    def test_other_shapes_of_input_and_output(self):
        scalar = self.served("scalar.onnx")
        self.assertEqual(self.score({"input_data": 1}, scalar), {"outputs": {"total": [11.0]}})
        self.assertEqual(self.score({"inputs": {"value": 1, "offset": [1]}}, scalar), {"outputs": {"total": [2.0]}})
        sequence = self.served("sequence.onnx")
        self.assertEqual(self.score({"input_data": [1, 2]}, sequence), {"outputs": {"many": [[1.0, 2.0]]}})
        numbers = self.served("numbers.onnx")
        found = self.score({"input_data": [[3, 3]]}, numbers)["outputs"]
        self.assertEqual((found["output_label"], sorted(found["output_probability"][0])), ([7], ["0", "7"]))

    def test_threads(self):
        self.assertIn("1 thread(s) a run", self.served("two.onnx", worker_count=64).log())
        self.assertIn("3 thread(s) a run", self.served("two.onnx", env={"ONNX_INTRA_OP_THREADS": "3"}).log())
        self.not_served("two.onnx", "ONNX_INTRA_OP_THREADS", "'many'", env={"ONNX_INTRA_OP_THREADS": "many"})

    def test_which_file(self):
        self.not_served("", "several", "words.onnx", "ONNX_MODEL_FILE")
        self.not_served("", "ONNX_MODEL_FILE", "'none.onnx'", env={"ONNX_MODEL_FILE": "none.onnx"})
        chosen = self.served("", env={"ONNX_MODEL_FILE": "two.onnx"})
        self.assertIn("two.onnx takes x float[batch, 2]", chosen.log())
        repository = self.folder()
        os.makedirs(os.path.join(repository, "net", "1"))
        shutil.copy(os.path.join(models("onnx"), "two.onnx"), os.path.join(repository, "net", "1", "model.onnx"))
        self.assertIn("model.onnx takes", self.served(repository).log())

    def test_models_that_cannot_be_served(self):
        self.not_served(self.folder(), ".onnx")
        broken = self.folder()
        with open(os.path.join(broken, "model.onnx"), "wb") as file:
            file.write(b"no model")
        self.not_served(broken, "model.onnx cannot be loaded", code="UserScriptInitFailed")
        self.not_served("unfit.onnx", "'many'", "seq(tensor(float))")

    def folder(self):
        folder = tempfile.mkdtemp(prefix="teal-models-")
        self.addCleanup(shutil.rmtree, folder)
        return folder
