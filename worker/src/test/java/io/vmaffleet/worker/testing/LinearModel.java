package io.vmaffleet.worker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A model file whose score anyone can compute: `weight x adm2 + motion2 + 3`.
public final class LinearModel {
    private LinearModel() {}

    /// As libvmaf's JSON has it: a support vector regression of a linear kernel with one vector.
    public static Path write(Path file, int weight) throws IOException {
        return Files.writeString(file, """
                {"model_dict": {
                  "model": "svm_type nu_svr\\nkernel_type linear\\nnr_class 2\\ntotal_sv 1\\nrho -3\\nSV\\n1 1:%d 2:1 \\n",
                  "model_type": "LIBSVMNUSVR",
                  "norm_type": "none",
                  "score_clip": [0.0, 1000.0],
                  "feature_names": ["VMAF_integer_feature_adm2_score", "VMAF_integer_feature_motion2_score"],
                  "feature_opts_dicts": [{}, {}],
                  "intercepts": [0.0, 0.0, 0.0],
                  "slopes": [1.0, 1.0, 1.0]
                }}
                """.formatted(weight));
    }
}
