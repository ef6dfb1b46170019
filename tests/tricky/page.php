<?php /* It ⟪relieves pain⟫ */ $id = "⟪relieves-pain⟫"; ?>
<p class="⟪relieves pain⟫">It ⟦relieves <b>pain⟧</b> and <?= __("⟦cures anxiety⟧") ?></p>
