using TextVae.Networks.Kernels;

namespace TextVae.Models;

/// <summary>Generation through the kernels, which know a decoder of one layer.</summary>
internal sealed class FusedIncrementalDecoder : IncrementalDecoder
{
    private readonly TextModel _model;
    private readonly DecodingParameters _parameters;
    private readonly DecodingKernel _kernel;

    public FusedIncrementalDecoder(TextModel model, KernelSet kernels)
    {
        _model = model;
        _parameters = model.DecodingParameters();
        _kernel = kernels.Decoding(_parameters);
    }

    public override UnfinishedTexts Start(DecoderState start) =>
        new Texts(_kernel, _kernel.Start(start.Layers.Single(), _model.Decoder.OfContext(start)), _model.Words);

    public override void Dispose()
    {
        _kernel.Dispose();
        _parameters.WeightInput.Dispose();
        _parameters.WeightOutput.Dispose();
    }

    private sealed class Texts(DecodingKernel kernel, DecodingRows rows, int words) : UnfinishedTexts
    {
        public override int Count => rows.Count;

        public override int Words => words;

        public override void Step(int[] parents, int[] words) => kernel.Step(rows, parents, words);

        public override RankedWords Rank(int count)
        {
            var ranked = RankedWords.Empty(this, count);
            kernel.Rank(rows, count, ranked.Words, ranked.LogProbabilities);
            return ranked;
        }

        public override float[] LogProbabilities()
        {
            var result = new float[LengthOfAll(words)];
            kernel.LogProbabilities(rows, result);
            return result;
        }

        public override float[] LogProbabilitiesOf(int word)
        {
            var result = new float[rows.Count];
            kernel.LogProbabilitiesOf(rows, word, result);
            return result;
        }

        public override void Dispose() => rows.Dispose();
    }
}
