/** Conda names against PyPI names. Tables only: what is in neither goes by the same name on both. */

/** Python packages that PyPI knows under another name. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['antlr-python-runtime', 'antlr4-python3-runtime'],
  ['brotli-python', 'brotli'],
  ['dask-core', 'dask'],
  ['faiss', 'faiss-cpu'],
  ['h2o-py', 'h2o'],
  ['keras-gpu', 'keras'],
  ['matplotlib-base', 'matplotlib'],
  ['msgpack-python', 'msgpack'],
  ['opencv', 'opencv-python-headless'],
  ['psycopg2', 'psycopg2-binary'],
  ['py-lightgbm', 'lightgbm'],
  ['py-opencv', 'opencv-python-headless'],
  ['py-xgboost', 'xgboost'],
  ['py-xgboost-cpu', 'xgboost'],
  ['py-xgboost-gpu', 'xgboost'],
  ['pyqt', 'pyqt5'],
  ['pytables', 'tables'],
  ['python-build', 'build'],
  ['python-flatbuffers', 'flatbuffers'],
  ['python-graphviz', 'graphviz'],
  ['python-kaleido', 'kaleido'],
  ['pytorch', 'torch'],
  ['pytorch-cpu', 'torch'],
  ['pytorch-gpu', 'torch'],
  ['ray-core', 'ray'],
  ['ray-default', 'ray[default]'],
  ['ray-serve', 'ray[serve]'],
  ['ruamel_yaml', 'ruamel.yaml'],
  ['tensorflow-base', 'tensorflow'],
  ['tensorflow-eigen', 'tensorflow'],
  ['tensorflow-gpu', 'tensorflow'],
  ['tensorflow-mkl', 'tensorflow'],
  ['torchvision-cpu', 'torchvision'],
  ['torchaudio-cpu', 'torchaudio'],
]);

/** Libraries, compilers and switches of conda that are not Python packages; wheels carry what they need. */
const native: ReadonlySet<string> = new Set(
  `arrow-cpp aws-c-common binutils blas boost-cpp bzip2 c-ares c-compiler ca-certificates cairo cmake compilers
  conda cpuonly cuda cudatoolkit cudatoolkit-dev cudnn curl cxx-compiler expat ffmpeg fontconfig fortran-compiler
  freetype gcc gdb geos gettext gfortran git glib gmp graphviz grpc-cpp gxx harfbuzz hdf5 icu intel-openmp jpeg
  jq keyutils krb5 lapack lcms2 lerc llvm-openmp lz4-c make mamba micromamba mkl mkl-devel mkl-include mpc mpfr
  nccl ncurses ninja nodejs nomkl openblas openjdk openjpeg openldap openmp openmpi openssl orc pango pcre pcre2
  pixman pkg-config proj pthread-stubs pybind11-abi python_abi pytorch-cuda pytorch-mutex qt qt-main re2 readline
  s2n snappy sqlite swig sysroot_linux-64 tbb tk tzdata unixodbc utf8proc vc vs2015_runtime xz yaml yaml-cpp
  zeromq zlib zlib-ng zstd`.split(/\s+/),
);

/** Whole families of the same kind; `lib…` is native but for the names below. */
const nativeFamily =
  /^_|^lib|^(?:aws-c|cuda|gcc|gxx|gfortran|binutils|clang|clangxx|ld_impl|kernel-headers|sysroot|xorg|r)-|^ld_impl_|^(?:gcc|gxx|gfortran|binutils|clang|clangxx)_|^gst|^vc\d|_(?:linux|osx|win)-/;
const pythonAfterAll: ReadonlySet<string> = new Set([
  'libcst',
  'librosa',
  'libsass',
  'libtmux',
  'libarchive-c',
  'libclang',
  'cuda-python',
  'cuda-bindings',
]);

/** What the worker of an instance already does itself; these packages would only drag in old pins. */
const replaced: ReadonlySet<string> = new Set(['azureml-defaults', 'azureml-inference-server-http']);

/** The name on PyPI, extras included; null when conda means something that is not a Python package. */
export function pypiName(condaName: string): string | null {
  if (pythonAfterAll.has(condaName)) return condaName;
  if (native.has(condaName) || nativeFamily.test(condaName)) return null;
  return renamed.get(condaName) ?? condaName;
}

export function isReplacedByWorker(canonicalName: string): boolean {
  return replaced.has(canonicalName);
}

export const condaNames = { renamed: [...renamed.keys()], native: [...native] } as const;
