using TextVae.Native;
using TextVae.Networks.Kernels;
using TorchSharp;

namespace TextVae.Models;

/// <summary>Generation in torch operations, on any device: what the fused one is tested against.</summary>
internal sealed class PlainIncrementalDecoder(TextModel model) : IncrementalDecoder
{
    public override UnfinishedTexts Start(DecoderState start) => new Texts(model, start);

    public override void Dispose()
    {
        // The parameters are the model's own.
    }

    private sealed class Texts : UnfinishedTexts
    {
        private readonly TextModel _model;
        private DecoderState _state;

        public Texts(TextModel model, DecoderState start)
        {
            _model = model;
            var hidden = start.Hidden;
            _state = start.Select(TensorNumbers.Range(hidden.shape[0], hidden.device)).DetachFromScope();
        }

        public override int Count => (int)_state.Hidden.shape[0];

        public override int Words => _model.Words;

        public override void Step(int[] parents, int[] words)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            using var before = _state;
            var device = before.Hidden.device;
            var read = _model.Embedding.call(torch.tensor(Array.ConvertAll(words, word => (long)word), device: device));
            var chosen = before.Select(torch.tensor(Array.ConvertAll(parents, parent => (long)parent), device: device));
            _state = _model.Decoder.Step(read, chosen).DetachFromScope();
        }

        public override RankedWords Rank(int count)
        {
            // Not sorted by torch, whose stable sort of whole vocabularies takes longer than all the rest.
            var all = LogProbabilities();
            var ranked = RankedWords.Empty(this, count);
            Workers.For(Count, text => Rank(
                all.AsSpan(text * Words, Words), ranked.Words.AsSpan(text * count, count),
                ranked.LogProbabilities.AsSpan(text * count, count)));
            return ranked;
        }

        public override float[] LogProbabilities()
        {
            _ = LengthOfAll(Words);
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            return Numbers(_model.Output.LogProbabilities(_state.State));
        }

        public override float[] LogProbabilitiesOf(int word)
        {
            using var scope = torch.NewDisposeScope();
            using var quiet = torch.no_grad();
            return Numbers(_model.Output.LogProbabilities(_state.State).select(1, word));
        }

        public override void Dispose() => _state.Dispose();

        private static float[] Numbers(torch.Tensor tensor) =>
            tensor.to(torch.ScalarType.Float32).cpu().contiguous().data<float>().ToArray();

        private static unsafe void Rank(ReadOnlySpan<float> all, Span<int> words, Span<float> logProbabilities)
        {
            fixed (int* bestWords = words)
            fixed (float* best = logProbabilities)
            {
                var top = new TopWords(words.Length, best, bestWords);
                for (var word = 0; word < all.Length; word++)
                    top.Offer(all[word], word);
                top.Sort();
            }
        }
    }
}
