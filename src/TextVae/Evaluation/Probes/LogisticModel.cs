namespace TextVae.Evaluation.Probes;

/// <summary>Scores of classes that are linear in features.</summary>
/// <param name="Weights">[features, classes].</param>
/// <param name="Intercepts">[classes].</param>
internal sealed record LogisticModel(double[] Weights, double[] Intercepts)
{
    /// <summary>The scores of sentences, [sentences, classes].</summary>
    public double[] Scores(FeatureRows rows)
    {
        var scores = new double[rows.Count * Intercepts.Length];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = Intercepts[i % Intercepts.Length];
        rows.AddProduct(Weights, scores, Intercepts.Length);
        return scores;
    }

    /// <summary>The most probable class of each sentence; of several the first.</summary>
    public int[] Classes(FeatureRows rows) =>
        [.. Scores(rows).Chunk(Intercepts.Length).Select(scores => Array.IndexOf(scores, scores.Max()))];
}
